export { athenaView, queryWithin } from "./athena";
export { VIEW, VIEW_COLUMNS, type FieldPath, type ViewColumn } from "./columns";
export { INCIDENT_QUERIES, type IncidentQuery, type QueryParameter } from "./queries";
export { PARTITION_COLUMNS, TABLE_COLUMNS, type TableColumn } from "./table";
