import Review

extension [DraftText.Display] {
    /// One line for each image, and one for each notice about it, safe for a terminal.
    var lines: [String] {
        enumerated().flatMap { index, display in
            [terminalSafe("image \(index + 1)   displayed by \(display.applied)")]
                + display.notices.map { "  " + TextTable.paint(terminalSafe($0), .yellow) }
        }
    }
}
