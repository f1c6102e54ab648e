import Foundation

/// The moment a draft was made, in the machine's local time as PS3.3 C.17.2 has it.
struct DraftMoment {
    /// `YYYYMMDD`
    let date: String
    /// `HHMMSS`
    let time: String

    init() {
        let now = Calendar(identifier: .gregorian).dateComponents(
            [.year, .month, .day, .hour, .minute, .second], from: Date())
        func digits(_ number: Int?, _ width: Int) -> String {
            let text = String(number ?? 0)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        date = digits(now.year, 4) + digits(now.month, 2) + digits(now.day, 2)
        time = digits(now.hour, 2) + digits(now.minute, 2) + digits(now.second, 2)
    }
}
