/// Up to which row of a table the audit trail has recorded what happened. Retention keeps rows beyond it.
package enum AuditMark: String, CaseIterable, Sendable {
    case act, instance, outboxHistory, quarantine
    /// Up to which audit message the collector has received the trail.
    case syslog

    /// The mark's row id as an SQL expression.
    package var sql: String { "(SELECT row FROM auditMark WHERE name = '\(rawValue)')" }
}
