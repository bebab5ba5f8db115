package report

// What is written to audit.json, for the test that holds the schema against it.
type (
	JSONAudit = jsonAudit
	JSONPage  = jsonPage
)
