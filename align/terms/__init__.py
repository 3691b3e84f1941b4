"""Terms: from aligned documents to a glossary."""
