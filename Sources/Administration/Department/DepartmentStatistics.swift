package import FoundationEssentials
package import Review

/// Statistics of a department's drafts and verdicts in a range of days, without patient data.
package struct DepartmentStatistics: Sendable, Encodable, Equatable {
    package struct Day: Sendable, Encodable, Equatable {
        /// `YYYY-MM-DD`, in the time zone of this machine.
        package let day: String
        package let drafts: Int
        /// Verdicts, without addenda.
        package let signed: Int
    }

    /// Minutes from the first image of a study to the verdict on its draft.
    package struct Turnaround: Sendable, Encodable, Equatable {
        package struct Day: Sendable, Encodable, Equatable {
            package let day: String
            package let medianMinutes: Double
            package let p90Minutes: Double
        }
        package let medianMinutes: Double?
        package let p90Minutes: Double?
        /// Only days with verdicts.
        package let days: [Day]
    }

    /// Words changed between the draft and the signed report.
    package struct WordsChanged: Sendable, Encodable, Equatable {
        package let reports: Int
        package let unchanged: Int
        package let total: Int
        package let median: Int?
        package let p90: Int?
    }

    /// Counts reports by whether the draft and the signed text state a finding. Yes means present or possible.
    package struct Agreement: Sendable, Encodable, Equatable {
        package let finding: String
        package let draftYesSignedYes: Int
        package let draftYesSignedNo: Int
        package let draftNoSignedYes: Int
        package let draftNoSignedNo: Int
    }

    /// The agreement on the drafts of one model version, or on the studies of one sender.
    package struct AgreementGroup: Sendable, Encodable, Equatable {
        package let key: String
        /// Reports that were compared.
        package let reports: Int
        package let findings: [Agreement]
    }

    /// The verdicts of one model version, sender or reviewer.
    package struct Group: Sendable, Encodable, Equatable {
        package let key: String
        package let name: String
        package let accepted: Int
        package let edited: Int
        package let rejected: Int
        package let medianWordsChanged: Int?
        package let medianMinutes: Double?
    }

    package let from: String
    package let to: String
    package let days: [Day]
    package let turnaround: Turnaround
    package let verdicts: [String: Int]
    package let wordsChanged: WordsChanged
    package let sentences: [ReviewStatistics.SentenceChange]
    package let agreement: [Agreement]
    package let agreementByModel: [AgreementGroup]
    package let agreementBySender: [AgreementGroup]
    package let reads: [Reads]
    package let blindAgreement: [BlindAgreement]
    package let byModel: [Group]
    package let bySender: [Group]
    package let byReviewer: [Group]
}

/// A range of days, in the time zone of this machine.
package struct DayRange: Sendable, Equatable {
    package let from: Date
    /// The end of the last day.
    package let end: Date
    private let calendar: Calendar

    /// Largest number of days in a range.
    package static let limit = 1000

    /// - Parameters:
    ///   - from: first day, `YYYY-MM-DD`; nil means 29 days before the last.
    ///   - to: last day, `YYYY-MM-DD`; nil means today.
    /// - Returns: nil if a text is not a date, or if the range is empty or longer than `limit`.
    package init?(from: String?, to: String?, now: Date = Date(), timeZone: TimeZone = .current) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        func day(_ text: String) -> Date? {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            let numbers = parts.compactMap { Int($0) }
            guard parts.map(\.count) == [4, 2, 2], numbers.count == 3 else { return nil }
            let components = DateComponents(year: numbers[0], month: numbers[1], day: numbers[2])
            guard let date = calendar.date(from: components),
                calendar.component(.day, from: date) == numbers[2], calendar.component(.month, from: date) == numbers[1]
            else { return nil }
            return date
        }
        guard let last = to.map(day) ?? calendar.startOfDay(for: now),
            let first = from.map(day) ?? calendar.date(byAdding: .day, value: -29, to: last),
            let end = calendar.date(byAdding: .day, value: 1, to: last), first < end,
            let number = calendar.dateComponents([.day], from: first, to: end).day, number <= Self.limit
        else { return nil }
        self.calendar = calendar
        self.from = first
        self.end = end
    }

    /// Returns the day of a time as `YYYY-MM-DD`.
    func text(_ date: Date) -> String {
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        func padded(_ number: Int?, _ length: Int) -> String {
            let digits = "\(number ?? 0)"
            return String(repeating: "0", count: max(0, length - digits.count)) + digits
        }
        return [padded(parts.year, 4), padded(parts.month, 2), padded(parts.day, 2)].joined(separator: "-")
    }

    /// Every day of the range, in order.
    var days: [String] {
        var days: [String] = []
        var day = from
        while day < end, let next = calendar.date(byAdding: .day, value: 1, to: day) {
            days.append(text(day))
            day = next
        }
        return days
    }
}
