/// How a reporter process ended; `reason` is nil if that was intended.
struct ReporterEnd: Sendable {
    let processID: Int32?
    let reason: String?
    /// What to do about it, where that is known.
    var hint: String?
    /// The process used up its CPU time, which it would do again.
    var isOutOfProcessorTime = false
    /// The process ended by itself as it was told to, with or without having handed back its work.
    var isOrderly = false
}
