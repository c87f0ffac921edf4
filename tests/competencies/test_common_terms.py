"""The shipped vocabulary knows the plain names of the field, however its entries are written.

Adverts and resumes write these names with nothing around them; an entry that holds a name only
within longer ones ("Atlassian Jira") would miss most of them.
"""

import pytest

from preceptor.competencies.queries import lexicon

TERMS = """
Epic Willow; Epic Beaker; Epic Radiant; Epic Cupid; Epic OpTime; Epic Anesthesia; Epic ASAP;
Epic Beacon; Epic Stork; Epic ClinDoc; Epic Orders; Epic Bridges; Epic Care Everywhere;
Epic Cogito; Epic Caboodle; Epic Clarity; Reporting Workbench; SlicerDicer; Epic MyChart;
Epic Haiku; Epic Canto; Epic Rover; Epic Hyperspace; Epic Hyperdrive; Epic Resolute PB;
Epic Resolute HB; Professional Billing; Hospital Billing; Epic Tapestry; Epic Healthy Planet;
Epic Cadence; Epic Prelude; Epic Referrals; Epic Security; Epic Chronicles; Epic Wisdom;
Epic Kaleidoscope; Epic Lumens; Epic Phoenix; Epic Bones; Epic Text; Epic SmartTools;
SmartPhrases; SmartForms; SmartTexts; BPAs; Best Practice Advisories; flowsheets; Data Courier;
Cerner Millennium; PowerChart; PowerForms; PowerPlans; PowerNote; FirstNet; SurgiNet; RadNet;
PathNet; PharmNet; CCL; Discern Explorer; MPages; HealtheIntent; HealtheRegistries; RevElate;
Soarian; CareAware; Dynamic Documentation; Oracle Health; Meditech Magic; Meditech 6.x;
Meditech Expanse; Meditech C/S; NPR Report Writer; MEDITECH Data Repository;
Allscripts TouchWorks; Allscripts Sunrise; Veradigm; NextGen; eClinicalWorks; athenahealth;
athenaOne; Greenway Intergy; Practice Fusion; DrChrono; Kareo; ModMed; CPSI; Evident Thrive;
MEDHOST; Netsmart myAvatar; Netsmart; Cerner CommunityWorks; PointClickCare; MatrixCare;
Homecare Homebase; WellSky; Axxess; AdvancedMD; CureMD; Canvas Medical; Dentrix; Eaglesoft;
Nextech; Centricity; VistA; CPRS; RPMS; MHS GENESIS; AHLTA; BCMA; JLV; CAPRI; TheraDoc; Sentri7;
SystmOne; EMIS Web; RiO; Carenotes; TrakCare; Nervecentre; CareFlow; System C; BadgerNet;
K2 Athena; EuroKing; Adastra; Ascribe; JAC; WellSky EPMA; Medisoft; Metavision; ICCA;
Somerset Cancer Register; InfoFlex; Datix; Ulysses; Sunquest ICE; Telepath; WinPath; Clinisys;
Sectra PACS; GE PACS; Agfa; Vue PACS; OrderComms; NHS e-Referral Service; Choose and Book;
NHS Spine; Summary Care Record; DARS; NHS Digital; TRUD; dm+d; NHSmail; DSPT;
Data Security and Protection Toolkit; Caldicott; GDPR; Freedom of Information;
Data Protection Impact Assessments; DCB0129; DCB0160; DTAC; Cyber Essentials; GS1; Scan4Safety;
18 week pathway; A&E; ECDS; Model Hospital; Payment by Results; HRG; PLICS;
Mental Health Services Data Set; MHSDS; Maternity Services Data Set; OPCS-4; ICD-10; Read codes;
SNOMED CT; CTV3; Lorenzo Regional Care; Kainos Evolve; Mediviewer; IMS Maxims; Alcidion;
Graphnet; accuRx; Dragon Medical; Winscribe; BigHand; Lexacom; Docman; Ardens; EMIS; HL7 v2;
HL7 V3; HL7 FHIR; FHIR R4; SMART on FHIR; CDS Hooks; US Core; Da Vinci; CCDA; C-CDA; QRDA; DICOM;
DICOMweb; IHE XDS; XDS.b; XCA; PIX/PDQ; MPI; EMPI; Direct messaging; Carequality; CommonWell;
eHealth Exchange; TEFCA; USCDI; HIE; X12 837; X12 835; 270/271; 276/277; NCPDP SCRIPT; NCPDP;
LOINC; RxNorm; CVX; UCUM; NDC; CPT; HCPCS; ICD-10-CM; ICD-10-PCS; ICD-9; ICD-11; DRG; APR-DRG;
MS-DRG; APC; HCC; RAF; E/M coding; NCCI; LCD/NCD; openEHR; OMOP; i2b2; PCORnet; CDISC; SDTM;
ADaM; REDCap; Medidata Rave; ClinicalTrials.gov; IRB; GCP; 21 CFR Part 11; GxP; ISO 13485;
IEC 62304; ISO 14971; FDA 510(k); SaMD; Mirth Connect; Rhapsody; Cloverleaf; Corepoint;
HealthShare; IRIS for Health; InterSystems IRIS; BizTalk; eGate; Lyniate; Qvera; MuleSoft; Boomi;
Kafka; API gateway; REST; GraphQL; OAuth 2.0; SAML; JSON; XML; XSLT; TCP/IP; SFTP; VPN;
3M Encoder; 3M 360; Optum CAC; EncoderPro; TruCode; Solventum; Nuance; Dolbey; Artifact Health;
ChartWise; Hyland OnBase; OnBase; Streamline Health; Ciox; Verisma; FairWarning; Protenus;
Imprivata; Waystar; Change Healthcare; Availity; Experian Health; nThrive; FinThrive; Craneware;
Press Ganey; Vizient; Midas; RL Datix; MIDAS+; Cerner Lights On; EMRAM; HIMSS Stage 7; SQL;
T-SQL; PL/SQL; SQL Server; PostgreSQL; MySQL; MongoDB; Teradata; Netezza; Snowflake; Redshift;
BigQuery; Databricks; Spark; Hadoop; dbt; Azure Data Factory; Microsoft Fabric; SSIS; SSRS; SSAS;
Crystal Reports; SAP BusinessObjects; WebI; Tableau; Power BI; Qlik; QlikView; Qlik Sense;
Looker; MicroStrategy; Cognos; SAS; SPSS; Stata; Python; pandas; scikit-learn; TensorFlow;
PyTorch; Jupyter; Git; GitHub; GitLab; Azure DevOps; Jenkins; Docker; Kubernetes; Terraform;
Ansible; AWS; Azure; Linux; Windows Server; Active Directory; Azure AD; Entra ID; Intune; SCCM;
Citrix; VMware; Hyper-V; Nutanix; ServiceNow; Remedy; Cherwell; Ivanti; Jira; Confluence;
TopDesk; Hornbill; ManageEngine; Zendesk; Freshservice; Cisco; Meraki; Fortinet; Palo Alto;
CrowdStrike; SentinelOne; Splunk; QRadar; Nessus; Qualys; Rapid7; Tenable; Okta; CyberArk;
SailPoint; Proofpoint; Mimecast; NIST; ISO 27001; HITRUST; SOC 2; PCI DSS; HIPAA; HITECH;
42 CFR Part 2; CCPA; 21st Century Cures Act; information blocking; Meaningful Use;
Promoting Interoperability; MIPS; MACRA; QPP; HEDIS; Star Ratings; eCQM; NCQA; PCMH; ACO; MSSP;
OASIS; MDS 3.0; value-based care; population health; risk adjustment; SDOH; care gaps;
immunization registry; syndromic surveillance; cancer registry; trauma registry; NHSN; Java; C#;
.NET Core; ASP.NET; VB.NET; Node.js; React; Angular; TypeScript; Rust; Ruby on Rails; PHP;
Laravel; Kotlin; Flutter; React Native; Django; FastAPI; Spring Boot; Selenium; Playwright;
Postman; JMeter; SOAP UI; TDD; CI/CD; microservices; serverless; DevSecOps; Agile; Scrum; Kanban;
PRINCE2; ITIL; Six Sigma; Kaizen; PDSA; value stream mapping; process mapping; Visio; Lucidchart;
BPMN; UML; Balsamiq; Figma; user stories; use cases; requirements gathering; gap analysis; UAT;
test scripts; regression testing; test plans; cutover; go-live support; at-the-elbow; super user;
downtime procedures; change control; benefits realisation; stakeholder management; business case;
RFP; vendor management; budget management; risk register; RAID log; project plan; MS Project;
Smartsheet; Asana; Trello; Captivate; Articulate 360; Storyline; Camtasia; Moodle; Cornerstone;
HealthStream; LMS; instructional design; ADDIE; Kirkpatrick; training needs analysis; e-learning;
lesson plans; virtual classroom; webinars; adult learning; train the trainer; infusion pumps;
smart pumps; Alaris; BD Pyxis; Omnicell; iSirona; Vocera; Spok; TigerConnect; Hillrom;
nurse call; telemetry; Philips IntelliVue; Draeger; Mindray; Welch Allyn; point of care testing;
glucometers; LIS; Sunquest; SoftLab; Orchard; Cerner PathNet; Beaker; middleware;
Data Innovations; blood bank; microbiology; anatomic pathology; digital pathology; PowerScribe;
Merge; Fuji Synapse; cardiology PACS; RIS; modality worklist; MOSAIQ; Provation; Sectra;
Intelerad; teleradiology; telehealth; remote patient monitoring; telemedicine; Zoom;
virtual visits; patient portal; patient engagement; CRM; Salesforce Health Cloud; PeopleSoft;
Kronos; UKG; Lawson; Infor; API Healthcare; QGenda; Amion; natural language processing;
machine learning; deep learning; large language models; predictive modeling; time series;
survival analysis; propensity score; clinical decision support; order sets; CPOE; eMAR;
bar code medication administration; medication reconciliation; e-prescribing; EPCS; Surescripts;
formulary; drug database; First Databank; Medi-Span; Lexicomp; clinical documentation;
alert fatigue; patient safety; root cause analysis; FMEA; hazard log; clinical safety case;
release of information; chart deficiencies; chart completion; record retention;
scanning and indexing; master patient index; duplicate records; data dictionary; data governance;
data stewardship; metadata; data lineage; data quality; data warehouse; ETL; ELT; data modeling;
star schema; dimensional modeling; dashboards; KPI; SPC charts; forecasting; capacity planning;
cost accounting; EPSi; revenue integrity; charge capture; chargemaster; denials; claims editing;
prior authorization; credentialing; payer contracts; utilization review; InterQual;
case management; patient access; scheduling templates; medical terminology;
anatomy and physiology; pharmacology; pathophysiology
"""


@pytest.mark.parametrize("term", [term.strip() for term in TERMS.split(";")])
def test_a_plain_name_of_the_field_is_found(term: str) -> None:
    text = f"Experience with {term} is required."
    start = text.index(term)
    end = start + len(term)
    shared = [
        min(end, found.words.end) - max(start, found.words.start) for found in lexicon().find(text)
    ]
    assert max(shared, default=0) >= len(term) / 2
