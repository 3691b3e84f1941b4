"""Words that a translator of official Chinese may write for one another, and what else is planted."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
STRANGERS = ("Wang Xiaoming", "Liu Fang", "Zhang Wei", "Guo Lianhua", "Ma Wenjun", "Zhao Yulin")
TITLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Mayor": ("Governor", "Secretary", "Director"),
        "Governor": ("Mayor", "Secretary", "Minister"),
        "Secretary": ("Director", "Governor", "Chairman"),
        "General Secretary": ("Premier", "Secretary-General", "Chairman"),
        "Director": ("Secretary", "Mayor", "Chairman"),
        "Minister": ("Director", "Governor"),
        "Chairman": ("Director", "Secretary"),
        "Premier": ("President", "Minister"),
        "President": ("Premier", "Chairman"),
        "County Mayor": ("County Secretary",),
    }
)
ADDED = (
    "The guests then enjoyed a concert by a local orchestra.",
    "Heavy snow delayed their train by several hours that evening.",
    "Many readers wrote letters to the editor about the matter.",
    "Experts from abroad praised the museum for its collection of ancient porcelain.",
    "The football team of the university won the regional championship.",
    "Journalists were invited to a dinner at the riverside hotel.",
    "Museums and libraries will extend their opening hours in winter.",
    "A new airline will connect the island with the mainland.",
    "Fishermen along the coast were given new boats and nets.",
    "The hospital has hired nurses and bought modern equipment for its patients.",
)
_TABLE = """
support assistance aid|assistance support|aid support|counterpart paired partner
construction building|building construction|development growth advancement|growth development
cooperation collaboration partnership|exchanges interactions|reform restructuring transformation|opening openness
rural countryside village|revitalization rejuvenation renewal|rejuvenation revitalization|poverty hardship
alleviation reduction relief|reduction alleviation cutting|eradication elimination|innovation creativity novelty
driven led|green verdant environmental|digital numeric|economy business|economic business
ecological environmental|environmental ecological|protection safeguarding conservation|conservation protection
governance administration management|management administration|supervision oversight|market marketplace
industry sector|industries sectors|industrial manufacturing|industrialization mechanization
modernization modernisation upgrading|high-quality quality|quality excellence|structural constitutional
supply-side provision-side|system mechanism regime|systems mechanisms|mechanism arrangement|institutional systemic
strategy blueprint plan|strategic tactical|policy guideline|policies guidelines|policy-making decision-making
employment work jobs|entrepreneurship venturing|entrepreneurs businesspeople|enterprises companies firms
enterprise company|company enterprise|companies enterprises|businesses firms|private non-public|state national
state-owned government-owned|public communal|services facilities|service facility|security safety|safety security
social societal|society community|socialist socialistic|people masses|people's citizens'|living life|standards levels
basic elementary fundamental|medical health|health hygiene|healthcare medicine|education schooling
vocational occupational|training coaching
science learning|scientific scholarly|technology techniques|technological technical|research study
information data|internet web|network web|infrastructure facilities|investment financing|financial fiscal
fiscal financial|finance money
financing funding|capital funds|funds money|tax levy|taxes levies|fee charge|fees charges|cuts reductions
trade commerce|foreign external|domestic internal home|demand requirement|consumption spending|consumer customer
income earnings|regional territorial|region area|regions areas|areas zones|area zone|zone district|zones districts
belt corridor|central middle|western west|eastern east|northeast northeastern|urban city municipal
urbanization urbanisation|urban-rural town-country|agricultural farming|agriculture farming|farmers peasants
farmland cropland|grain cereal food|water aquatic|air atmospheric|pollution contamination|emissions discharges
energy power|power electricity|resources assets|resource asset|clean pure|major great key|key crucial pivotal
important significant|new novel|advanced progressive|emerging rising|traditional conventional|shared common
common shared|comprehensive all-round overall|overall general total|moderately fairly|prosperous well-off
stable steady|stability steadiness|steady stable|progress advance|performance behaviour|targets goals|goals targets
goal target|tasks duties|task duty|principle tenet|principles tenets|thought thinking ideology|spirit ethos
leadership guidance|leading guiding|core central|centralized concentrated|unified united|committee commission
government administration|administrative managerial|delegating devolving|powers authority|approval permission
review examination|law legal|law-based rule-based|rule governance|legal juridical|legitimate lawful|rights interests
interests benefits|democratic popular|national country-wide nationwide|international global world|global worldwide
world globe|peace harmony|peaceful harmonious|reunification unification|relations ties|ties links|military army
armed military|forces troops|defense defence|culture civilization|cultural civilizational|heritage legacy
tourism travel|sports athletics|talent personnel|skilled qualified|competent able|elderly aged|old-age senior
children kids|housing dwellings|shantytowns slums|rebuilding renovation|renovation rebuilding|insurance assurance
pension retirement|pensions annuities|subsistence living|allowances subsidies|subsidies allowances|disaster calamity
relief rescue|prevention avoidance|control containment|risks dangers|risk danger|battle fight|battles fights
campaign drive|action operation|actions operations|pilot trial|pilots trials|demonstration model|model exemplary
base hub|center centre hub|capacity capability|overcapacity surplus|production output|productive fruitful
products goods|goods products|equipment gear|intelligent smart|smart intelligent|cluster grouping|platform stage
chain line|upgrading improvement|transformation conversion|transition changeover|drivers engines|engines motors
driving propelling|momentum impetus|efficiency effectiveness|competition rivalry|competitiveness strength
competitive rival|fair equal just|environment surroundings|property proprietary|intellectual mental|ownership possession
mixed blended|credit lending|loans credits|banks lenders|bonds debentures|debt liabilities|deficit shortfall
budget spending|prices costs|price cost|costs expenses|cost expense|burden load|burdens loads|exchange change
rate ratio|transport transportation traffic|logistics haulage|railway rail|railways rails|high-speed fast
expressways motorways|highways roads|roads routes|road route|sea ocean|maritime marine|marine maritime|ocean sea
river stream|mountains hills|lakes ponds|forest woodland|forests woodlands|coverage extent|land soil|soil earth
good fine|experience practice|practices methods|vitality vigor|creativity ingenuity|initiative scheme proposal
initiatives schemes|political policy|awareness consciousness standing|responsibility duty|discipline order
corruption graft|conduct behavior|clean honest|ethnic national minority|minorities groups|religious faith
affairs matters|work tasks|working labor|labor work|congress assembly|conference meeting|session sitting|bureau office
municipal city|provincial province-level|delegation mission|symposium seminar|agreement accord|project program
projects programs|program project|programs projects|park zone|village hamlet|town township
"""
SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {words[0]: tuple(words[1:]) for row in _TABLE.replace("\n", "|").split("|") if (words := row.split())}
)
