/// The age of a patient at the date of a study: in years, below two years in months, below two months in days.
struct PatientAge: Equatable {
    let words: String

    /// - Parameters:
    ///   - born: `YYYYMMDD`.
    ///   - date: `YYYYMMDD`.
    /// - Returns: nil if one of them is missing or no date, or if the study is before the birth.
    init?(born: String?, at date: String?) {
        guard let born = born.flatMap(Self.parts), let date = date.flatMap(Self.parts) else { return nil }
        let isBeforeDay = date.day < born.day
        let months = (date.year - born.year) * 12 + date.month - born.month - (isBeforeDay ? 1 : 0)
        guard months >= 0 else { return nil }
        if months >= 24 {
            words = "\(months / 12) years"
        } else if months >= 2 {
            words = "\(months) months"
        } else {
            let days = Self.dayNumber(date) - Self.dayNumber(born)
            words = days == 1 ? "1 day" : "\(days) days"
        }
    }

    private static func parts(_ text: String) -> (year: Int, month: Int, day: Int)? {
        let digits = text.filter { $0 != "." && $0 != "-" }
        guard digits.utf8.count == 8, let number = Int(digits), number > 0 else { return nil }
        let parts = (year: number / 10_000, month: number / 100 % 100, day: number % 100)
        return (1...12).contains(parts.month) && (1...31).contains(parts.day) ? parts : nil
    }

    /// Days since a day before the year 0, in the Gregorian calendar.
    private static func dayNumber(_ date: (year: Int, month: Int, day: Int)) -> Int {
        let year = date.month > 2 ? date.year : date.year - 1
        let month = date.month > 2 ? date.month - 3 : date.month + 9
        return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date.day
    }
}
