import Platform

/// The changes that a reviewer made to a draft, sentence by sentence. Hospitals use them to judge whether the drafts
/// help.
package struct TextComparison: Sendable, Equatable {
    package enum Change: String, Sendable, Codable, CaseIterable {
        case kept, changed, removed, added
    }

    /// One sentence of the draft, of the signed text, or of both.
    package struct Sentence: Sendable, Equatable {
        package let change: Change
        package let section: DraftText.Section
        /// Index of the draft's sentence; nil for an added sentence.
        package let draftSentence: Int?
        /// Signed sentence; nil when it was removed.
        package let signed: String?
    }

    /// Sentences of the findings, then of the impression, each in reading order; a removed sentence keeps its position.
    package let sentences: [Sentence]
    /// Number of words added, removed or changed, in both sections.
    package let editDistance: Int

    /// Whether the texts differ at most in white space.
    package var isUnchanged: Bool { editDistance == 0 }

    /// Compares section by section: a sentence moved to the other section counts as removed and added.
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

/// Returns the text with single spaces between words and no surrounding white space.
private func normalizedSpaces(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

/// Splits signed paragraphs into sentences. A sentence of the draft is kept whole, whatever punctuation it has; any
/// other sentence ends with a period, question or exclamation mark before a capital letter, or with its paragraph.
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

/// Pairs sentences at the lowest total cost. An added or removed sentence costs 0.4; a changed one costs the share of
/// its words that differ. So two sentences that agree in fewer than a fifth of their words are not paired.
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

/// Returns the edit distance between two texts in words; 0 means that a draft was signed without changes.
func wordEditDistance(from draft: String, to signed: String) -> Int {
    editDistance(
        from: draft.split(whereSeparator: \.isWhitespace), to: signed.split(whereSeparator: \.isWhitespace))
}
