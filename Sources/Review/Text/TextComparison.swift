/// What a reviewer did to a draft, sentence by sentence: how a hospital learns whether the drafts help.
package struct TextComparison: Sendable, Equatable {
    package enum Change: String, Sendable, Codable, CaseIterable {
        case kept, changed, removed, added
    }

    /// One sentence of the draft, of the signed text, or of both.
    package struct Sentence: Sendable, Equatable {
        package let change: Change
        package let section: DraftText.Section
        /// Index among the draft's sentences; nil of one that was added.
        package let draftSentence: Int?
        /// As signed; nil of one that was removed.
        package let signed: String?
    }

    /// Findings, then impression, each in reading order; what was removed stands where it was.
    package let sentences: [Sentence]
    /// Words put in, taken out or changed, of both sections.
    package let editDistance: Int

    /// Nothing but spaces and line breaks differs.
    package var isUnchanged: Bool { editDistance == 0 }

    /// Compares section by section: a sentence that goes to the other section is removed here and added there.
    package init(from draft: DraftText, to signed: SignedText) {
        var sentences: [Sentence] = []
        var distance = 0
        for (section, paragraphs) in [(DraftText.Section.findings, signed.findings), (.impression, signed.impression)] {
            let indices = draft.sentences.indices.filter { draft.sentences[$0].section == section }
            let texts = indices.map { normalizedSpaces(draft.sentences[$0].text) }
            let signedTexts = signedSentences(in: paragraphs, knowing: texts)
            distance += wordEditDistance(
                from: texts.joined(separator: " "), to: signedTexts.joined(separator: " "))
            sentences += alignment(of: texts, with: signedTexts).map { pair in
                let change: Change =
                    switch (pair.draft, pair.signed) {
                    case (nil, _): .added
                    case (_, nil): .removed
                    case (.some(let draft), .some(let signed)):
                        texts[draft] == signedTexts[signed] ? .kept : .changed
                    }
                return Sentence(
                    change: change, section: section, draftSentence: pair.draft.map { indices[$0] },
                    signed: pair.signed.map { signedTexts[$0] })
            }
        }
        self.sentences = sentences
        editDistance = distance
    }
}

/// The text with one space between words and none around.
private func normalizedSpaces(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

/// Sentences of signed paragraphs. One that is the draft's is taken whole, whatever marks are in it; any other ends
/// with a period, question or exclamation mark before a capital letter, or with its paragraph.
private func signedSentences(in paragraphs: [String], knowing draft: [String]) -> [String] {
    paragraphs.flatMap { paragraph -> [String] in
        var sentences: [String] = []
        var rest = Substring(normalizedSpaces(paragraph))
        while !rest.isEmpty {
            let known = draft.filter { text in
                rest.hasPrefix(text) && (rest.count == text.count || rest.dropFirst(text.count).first == " ")
            }.max { $0.count < $1.count }
            let sentence = known.map { rest.prefix($0.count) } ?? firstSentence(of: rest)
            sentences.append(String(sentence))
            rest = rest.dropFirst(sentence.count).drop { $0 == " " }
        }
        return sentences
    }
}

private func firstSentence(of text: Substring) -> Substring {
    var place = text.startIndex
    while let space = text[place...].firstIndex(of: " ") {
        let next = text.index(after: space)
        let isEnd = text[place..<space].last.map { ".?!".contains($0) } == true
        if isEnd && text[next...].first?.isUppercase == true { return text[..<space] }
        place = next
    }
    return text
}

/// Pairs sentences so that the least is changed. One taken out or put in costs 0.4, one changed the share of its words
/// that differ: so two of which fewer than a fifth of the words agree are not taken for the same sentence.
private func alignment(of draft: [String], with signed: [String]) -> [(draft: Int?, signed: Int?)] {
    let gap = 0.4
    var costs = [[Double]](repeating: [Double](repeating: 0, count: signed.count + 1), count: draft.count + 1)
    func substitution(_ row: Int, _ column: Int) -> Double {
        let length = max(draft[row].split(separator: " ").count, signed[column].split(separator: " ").count)
        return Double(wordEditDistance(from: draft[row], to: signed[column])) / Double(max(1, length))
    }
    for row in 0...draft.count {
        for column in 0...signed.count where row + column > 0 {
            var best = Double.infinity
            if row > 0 { best = costs[row - 1][column] + gap }
            if column > 0 { best = min(best, costs[row][column - 1] + gap) }
            if row > 0, column > 0 {
                best = min(best, costs[row - 1][column - 1] + substitution(row - 1, column - 1))
            }
            costs[row][column] = best
        }
    }
    var pairs: [(draft: Int?, signed: Int?)] = []
    var (row, column) = (draft.count, signed.count)
    while row + column > 0 {
        let cost = costs[row][column]
        if row > 0, column > 0, cost == costs[row - 1][column - 1] + substitution(row - 1, column - 1) {
            (row, column) = (row - 1, column - 1)
            pairs.append((row, column))
        } else if column > 0, cost == costs[row][column - 1] + gap {
            column -= 1
            pairs.append((nil, column))
        } else {
            row -= 1
            pairs.append((row, nil))
        }
    }
    return pairs.reversed()
}
