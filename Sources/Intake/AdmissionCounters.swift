import Metrics

/// The metrics of intake: the outcome of each instance, and how long the disk and the work list took.
enum AdmissionCounters {
    static func count(_ admission: InstanceIntake.Admission, after duration: Duration) {
        let outcome =
            switch admission {
            case .stored: "stored"
            case .alreadyStored: "already_stored"
            case .sameImage: "same_image"
            case .quarantined: "quarantined"
            }
        count(outcome, duration)
    }

    static func countFailure(after duration: Duration) { count("failed", duration) }

    private static func count(_ outcome: String, _ duration: Duration) {
        Counter(label: "thoraxd_admissions_total", dimensions: [("outcome", outcome)]).increment()
        Recorder(label: "thoraxd_admission_seconds").record(duration / .seconds(1))
    }
}
