/// The last row of a table that the audit trail has recorded. Retention keeps the rows after it. The raw value is the
/// name of the table, except for `syslog`.
package enum AuditMark: String, Sendable {
    case act, instance, outboxHistory, quarantine
    /// The last audit message that the collector has received.
    case syslog

    /// The mark's row id as an SQL expression.
    package var sql: String { "(SELECT row FROM auditMark WHERE name = '\(rawValue)')" }
}
