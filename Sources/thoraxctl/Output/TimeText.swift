import Foundation

/// A point in time as every table and page shows it, in the local time zone: `2026-11-29 14:30:05`. The command line
/// accepts the same form. JSON has ISO 8601 in UTC instead (`jsonText`).
func describeTime(_ date: Date) -> String {
    date.formatted(
        Date.ISO8601FormatStyle(timeZone: .current).year().month().day().dateTimeSeparator(.space)
            .time(includingFractionalSeconds: false))
}

/// A length of time, from a date until now, in the form that the command line accepts: `42s`, `7m`, `3h`, `12d`.
func describeAge(since date: Date, now: Date = .now) -> String {
    let seconds = max(0, Int(now.timeIntervalSince(date)))
    switch seconds {
    case ..<120: return "\(seconds)s"
    case ..<7200: return "\(seconds / 60)m"
    case ..<172_800: return "\(seconds / 3600)h"
    default: return "\(seconds / 86_400)d"
    }
}

/// The time of each stage of a draft, in the order that a study passes through them: `decode 12 ms, encoder 4 ms`.
func describeStages(_ seconds: [String: Double]) -> String {
    ["decode", "preprocess", "encoder", "decoder", "sr"].compactMap { stage in
        seconds[stage].map { "\(stage) \(Int(($0 * 1000).rounded())) ms" }
    }.joined(separator: ", ")
}

/// The time until a date, such as `in 7m`; `now` if the date has passed.
func describeWait(until date: Date) -> String {
    date <= .now ? "now" : "in " + describeAge(since: .now, now: date)
}
