import Foundation

/// Makes untrusted text safe for a terminal: characters that would move the cursor, change colours, end the line or
/// change the writing direction are shown as `\u{…}`.
///
/// Every value that came from the network or a file must pass through this before it is printed.
func terminalSafe(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: \.isTerminalControl) else { return text }
    return text.unicodeScalars.reduce(into: "") { safe, scalar in
        if scalar.isTerminalControl {
            safe += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
            safe.unicodeScalars.append(scalar)
        }
    }
}

extension Unicode.Scalar {
    /// Whether the scalar is a control character, a line or paragraph separator, or a format character such as a change
    /// of writing direction. The joiners that Persian, Indic scripts and emoji need do not count.
    var isTerminalControl: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format: value != 0x200C && value != 0x200D
        default: false
        }
    }

    /// The columns that the scalar takes on a terminal: 2 for East Asian wide and fullwidth characters (UAX #11) and
    /// emoji, 0 for combining marks.
    fileprivate var columns: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        return Self.wide.contains { $0.contains(value) } ? 2 : 1
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
        0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
}

extension String {
    /// The columns that the text takes on a terminal.
    var displayWidth: Int { reduce(0) { $0 + ($1.unicodeScalars.map(\.columns).max() ?? 0) } }

    /// The longest prefix that fits into `width` columns.
    func fitting(_ width: Int) -> String {
        var rest = width
        return String(
            prefix { character in
                rest -= character.unicodeScalars.map(\.columns).max() ?? 0
                return rest >= 0
            })
    }
}
