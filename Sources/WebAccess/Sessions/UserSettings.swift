import GRDB

/// A user's settings of the page.
package struct UserSettings: Sendable, Equatable, Codable {
    package enum Language: String, Sendable, Codable {
        case english = "en"
        case chinese = "zh"
    }

    package enum Theme: String, Sendable, Codable {
        case dark, light
    }

    /// Nil for the language that the browser asks for.
    package var language: Language?
    package var theme = Theme.dark
    /// Whether single keys are shortcuts.
    package var shortcuts = true
    /// Factor of the usual text size.
    package var textSize = 1.0

    package init() {}

    /// Text up to twice its size (WCAG 1.4.4).
    package var isValid: Bool { (0.8...2).contains(textSize) }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        // `null` if no language is set, so that the member is always there.
        try members.encode(language, forKey: .language)
        try members.encode(theme, forKey: .theme)
        try members.encode(shortcuts, forKey: .shortcuts)
        try members.encode(textSize, forKey: .textSize)
    }
}

extension UserSettings: FetchableRecord {
    private enum Columns: String, ColumnExpression {
        case language, theme, shortcuts, textSize
    }

    init(row: Row) throws {
        language = (row[Columns.language] as String?).flatMap(Language.init(rawValue:))
        theme = Theme(rawValue: row[Columns.theme]) ?? .dark
        shortcuts = row[Columns.shortcuts]
        textSize = row[Columns.textSize]
    }
}
