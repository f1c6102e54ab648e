extension MetricList {
    static let studies = MetricDescription.gauge("thoraxd_studies", "Studies in the work list, by state.")
    static let oldestStudy = MetricDescription.gauge(
        "thoraxd_oldest_study_age_seconds",
        "Seconds since the oldest change among studies in a state that are not on hold, by state; 0 without such a study."
    )
    static let held = MetricDescription.gauge("thoraxd_held_studies", "Studies on hold.")
    static let outbox = MetricDescription.gauge("thoraxd_outbox_objects", "Deliveries, by destination and state.")
    static let oldestDelivery = MetricDescription.gauge(
        "thoraxd_outbox_oldest_age_seconds",
        "Seconds since the oldest pending object was queued, by destination; 0 if none is pending.")
    static let commitments = MetricDescription.gauge(
        "thoraxd_commitments", "Transactions of storage commitment, by direction, peer and state.")
    static let quarantined = MetricDescription.gauge(
        "thoraxd_quarantined_objects", "Objects in quarantine because other bytes are stored under their UID.")
    static let auditMessages = MetricDescription.gauge(
        "thoraxd_audit_messages", "Messages of the audit trail in the work list.")
    static let auditBytes = MetricDescription.gauge(
        "thoraxd_audit_bytes", "Bytes of the messages of the audit trail in the work list.")
    static let auditRecorded = MetricDescription.counter(
        "thoraxd_audit_messages_total", "Messages that the audit trail ever recorded, with those that were exported.")
    static let auditRecordedBytes = MetricDescription.counter(
        "thoraxd_audit_bytes_total", "Bytes of the messages that the audit trail ever recorded.")
    static let drafts = MetricDescription.counter(
        "thoraxd_drafts_total", "Drafts stored, by outcome; abstained if no picture showed an upright chest.")
    static let stages = MetricDescription.histogram(
        "thoraxd_draft_stage_seconds", [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
        "Seconds of each stage of drafting, as measured by the reporter.")
    static let reviews = MetricDescription.counter("thoraxd_reviews_total", "Verdicts on drafts, by verdict.")
    static let reviewSeconds = MetricDescription.histogram(
        "thoraxd_review_seconds", [10, 20, 30, 60, 120, 180, 300, 600, 1200, 1800, 3600],
        "Seconds a draft was open before it was signed or rejected.")
    static let changedWords = MetricDescription.histogram(
        "thoraxd_review_changed_words", [0, 1, 2, 5, 10, 20, 50, 100, 200],
        "Words added, removed and replaced between a draft and the signed report; 0 if signed as drafted.")
    static let incidents = MetricDescription.counter(
        "thoraxd_incidents_total", "Incidents recorded, by part of the daemon.")
    static let readable = MetricDescription.gauge(
        "thoraxd_work_list_up", "1 if the work list could be read for this page; otherwise its metrics are missing.")
    static let readSeconds = MetricDescription.gauge(
        "thoraxd_work_list_read_seconds",
        "Seconds that reading the work list took; it is read at most every five seconds.")
    static let ready = MetricDescription.gauge(
        "thoraxd_ready", "1 if the check of /readyz passes, by check.")
    static let freeBytes = MetricDescription.gauge(
        "thoraxd_disk_free_bytes", "Free bytes on the file system of the state directory.")
    static let reserveBytes = MetricDescription.gauge(
        "thoraxd_disk_reserve_bytes", "Free bytes below which C-STORE is refused with A700.")
    static let certificateExpiry = MetricDescription.gauge(
        "thoraxd_certificate_expiry_timestamp_seconds",
        "When the first certificate of dicom.tls and web.tls expires, in seconds since 1970.")

    static let rows = [
        studies, oldestStudy, held, outbox, oldestDelivery, commitments, quarantined, auditMessages,
        auditBytes, auditRecorded, auditRecordedBytes, drafts, stages, reviews, reviewSeconds, changedWords, incidents,
        readable,
        readSeconds, ready, freeBytes, reserveBytes, certificateExpiry,
    ]
}
