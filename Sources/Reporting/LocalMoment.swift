import FoundationEssentials

/// A moment in the machine's local time as required by PS3.3 C.17.2, split into DICOM dates and times.
struct LocalMoment {
    /// `YYYYMMDD`
    let date: String
    /// `HHMMSS`
    let time: String
    /// `HHMMSS.FFF`
    let timeWithMilliseconds: String
    /// Offset from UTC: `+HHMM` or `-HHMM`.
    let offset: String

    init(_ moment: Date = Date(), in zone: TimeZone = .current) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        // Round to whole milliseconds first, so that a fraction just below the next millisecond is not truncated.
        let milliseconds = Int64((moment.timeIntervalSince1970 * 1000).rounded())
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second],
            from: Date(timeIntervalSince1970: Double(milliseconds.floored(by: 1000))))
        date = Self.digits(parts.year, 4) + Self.digits(parts.month, 2) + Self.digits(parts.day, 2)
        time = Self.digits(parts.hour, 2) + Self.digits(parts.minute, 2) + Self.digits(parts.second, 2)
        let fraction = milliseconds - milliseconds.floored(by: 1000) * 1000
        timeWithMilliseconds = "\(time).\(Self.digits(Int(fraction), 3))"
        let minutes = zone.secondsFromGMT(for: moment) / 60
        offset = (minutes < 0 ? "-" : "+") + Self.digits(abs(minutes) / 60, 2) + Self.digits(abs(minutes) % 60, 2)
    }

    private static func digits(_ number: Int?, _ width: Int) -> String {
        let text = String(number ?? 0)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}

extension Int64 {
    /// The quotient, rounded down.
    fileprivate func floored(by divisor: Int64) -> Int64 { (self - ((self % divisor) + divisor) % divisor) / divisor }
}
