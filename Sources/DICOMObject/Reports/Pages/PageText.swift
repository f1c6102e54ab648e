/// The blocks of a report with their heights, to be distributed over columns.
struct PageText {
    struct Part {
        let block: ReportPage.Block
        let height: Double
    }

    private let parts: [Part]

    /// Measures the blocks. A paragraph that is higher than a column of A4 becomes several.
    init(_ layout: PageLayout) {
        let limit = PageSheet.a4(withFilms: true).innerHeight
        parts = layout.page.blocks.flatMap { block in
            let height = layout.height(of: block)
            guard height > limit else { return [Part(block: block, height: height)] }
            let pieces: [ReportPage.Block] =
                switch block {
                case .paragraph(let text):
                    Self.pieces(of: text) { layout.height(of: .paragraph($0)) <= limit }.map { .paragraph($0) }
                case .smallPrint(let text):
                    Self.pieces(of: text) { layout.height(of: .smallPrint($0)) <= limit }.map { .smallPrint($0) }
                default: [block]
                }
            return pieces.map { Part(block: $0, height: layout.height(of: $0)) }
        }
    }

    /// The parts in columns of this height. A heading is never the last of a column.
    func columns(height: Double) -> [[Part]] {
        var columns: [[Part]] = [[]]
        var y = 0.0
        for (index, part) in parts.enumerated() {
            var needed = part.height
            if case .heading = part.block, index + 1 < parts.count { needed += parts[index + 1].height }
            if y + needed > height, columns.last?.isEmpty == false {
                columns.append([])
                y = 0
            }
            columns[columns.count - 1].append(part)
            y += part.height
        }
        return columns
    }

    /// Cuts a text into pieces that fit, between words where possible.
    private static func pieces(of text: String, fits: (String) -> Bool) -> [String] {
        /// More characters than any column holds, so that a long text is not measured whole again and again.
        let most = 16_384
        var pieces: [String] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            if rest.count <= most, fits(String(rest)) {
                pieces.append(String(rest))
                break
            }
            var (low, high) = (1, min(most, rest.count))
            while low < high {
                let middle = (low + high + 1) / 2
                if fits(String(rest.prefix(middle))) { low = middle } else { high = middle - 1 }
            }
            var piece = rest.prefix(low)
            if let space = piece.lastIndex(where: \.isWhitespace), space > piece.startIndex { piece = piece[..<space] }
            pieces.append(String(piece))
            rest = rest[piece.endIndex...].drop(while: \.isWhitespace)
        }
        return pieces
    }
}
