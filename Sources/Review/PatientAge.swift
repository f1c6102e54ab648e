import FoundationEssentials

/// The age of a patient at the date of a study: in years, below two years in months, below two months in days.
package struct PatientAge: Equatable {
    private typealias CalendarDay = (year: Int, month: Int, day: Int)

    package let words: String

    /// - Parameters:
    ///   - born: `YYYYMMDD`.
    ///   - date: `YYYYMMDD`.
    /// - Returns: nil if one of them is missing or no date, or if the study is before the birth.
    package init?(born: String?, at date: String?) {
        guard let born = born.flatMap(Self.parts), let date = date.flatMap(Self.parts) else { return nil }
        let isBeforeDay = date.day < born.day
        let months = (date.year - born.year) * 12 + date.month - born.month - (isBeforeDay ? 1 : 0)
        guard months >= 0 else { return nil }
        if months >= 24 {
            words = "\(months / 12) years"
        } else if months >= 2 {
            words = "\(months) months"
        } else {
            guard let days = Self.days(from: born, to: date) else { return nil }
            words = days == 1 ? "1 day" : "\(days) days"
        }
    }

    private static func parts(_ text: String) -> CalendarDay? {
        let digits = text.filter { $0 != "." && $0 != "-" }
        guard digits.utf8.count == 8, let number = Int(digits), number > 0 else { return nil }
        let parts = (year: number / 10_000, month: number / 100 % 100, day: number % 100)
        return (1...12).contains(parts.month) && (1...31).contains(parts.day) ? parts : nil
    }

    private static func days(from born: CalendarDay, to date: CalendarDay) -> Int? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        func midnight(_ day: CalendarDay) -> Date? {
            calendar.date(from: DateComponents(year: day.year, month: day.month, day: day.day))
        }
        guard let born = midnight(born), let date = midnight(date) else { return nil }
        return calendar.dateComponents([.day], from: born, to: date).day
    }
}
