import ArgumentParser
import Foundation

/// A time on the command line: an ISO 8601 date, an ISO 8601 date and time, or an age.
///
/// A date or time without an offset from UTC is in the local time zone.
struct TimeArgument: ExpressibleByArgument {
    /// All accepted forms, for help texts.
    static let forms =
        "2026-11-20, 2026-11-20T14:30, 2026-11-20T14:30:00Z or +01:00, or an age: \(DurationArgument.forms)"

    /// The time; for a date without a time of day, the start of that day.
    let begin: Date
    /// The time; for a date without a time of day, the end of that day.
    let end: Date

    init?(argument: String) { self.init(argument, now: Date(), timeZone: .current) }

    init?(_ text: String, now: Date, timeZone: TimeZone) {
        if let age = DurationArgument(argument: text) {
            begin = now - age.seconds
            end = begin
            return
        }
        let form =
            /(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(?:(Z)|([+-])(\d\d):?(\d\d))?)?/
        guard let parts = text.wholeMatch(of: form)?.output else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        if parts.8 != nil { calendar.timeZone = .gmt }
        if let sign = parts.9, let hours = Self.number(parts.10), let minutes = Self.number(parts.11) {
            guard hours < 24, minutes < 60,
                let zone = TimeZone(secondsFromGMT: (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60))
            else { return nil }
            calendar.timeZone = zone
        }
        let components = DateComponents(
            year: Self.number(parts.1), month: Self.number(parts.2), day: Self.number(parts.3),
            hour: Self.number(parts.4), minute: Self.number(parts.5), second: Self.number(parts.6))
        guard components.isValidDate(in: calendar), let date = calendar.date(from: components) else { return nil }
        begin = date + (parts.7.flatMap { Double("0\($0)") } ?? 0)
        end = parts.4 == nil ? calendar.date(byAdding: .day, value: 1, to: date) ?? date : begin
    }

    private static func number(_ digits: Substring?) -> Int? { digits.flatMap { Int($0) } }
}

/// A duration on the command line: a whole number and a unit.
struct DurationArgument: ExpressibleByArgument {
    /// All accepted forms with the upper bound, for help texts.
    static let forms = "90s, 15m, 12h, 3d or 2w, at most 5200w"

    let seconds: Double

    init?(argument: String) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        let digits = argument.dropLast()
        guard let unit = argument.last.flatMap({ units[$0] }), digits.allSatisfy({ $0.isASCII && $0.isNumber }),
            let number = Int(digits), Double(number) * unit <= 5200 * 604_800
        else { return nil }
        seconds = Double(number) * unit
    }
}
