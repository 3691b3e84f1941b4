"""Let `python -m align` do what `align` does."""

from align.cli.main import main

if __name__ == "__main__":
    main()
