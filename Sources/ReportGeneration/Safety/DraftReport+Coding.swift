/// A draft as JSON: `sentences`, `probabilities`, `notices`, `abstained` and `abstention`, `timings`, `words`.
extension DraftReport: Codable {
    private enum CodingKeys: String, CodingKey {
        case sentences, probabilities, notices, abstained, abstention, timings, words
        // Keys of old drafts, stored before sentences were objects.
        case findings, impression, sentenceConfidence
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            sentences: try values.decodeIfPresent([DraftSentence].self, forKey: .sentences)
                ?? Self.earlierSentences(values),
            probabilities: try values.decode([FindingProbability].self, forKey: .probabilities),
            notices: try values.decodeIfPresent([DraftNotice].self, forKey: .notices) ?? [],
            abstention: try values.decodeIfPresent(String.self, forKey: .abstention),
            timings: try values.decode(DraftTimings.self, forKey: .timings),
            words: try values.decode([String].self, forKey: .words))
    }

    private static func earlierSentences(_ values: KeyedDecodingContainer<CodingKeys>) throws -> [DraftSentence] {
        let findings = try values.decode([String].self, forKey: .findings).map { ($0, DraftSection.findings) }
        let impression = try values.decode([String].self, forKey: .impression).map { ($0, DraftSection.impression) }
        let confidence = try values.decode([Double].self, forKey: .sentenceConfidence)
        guard confidence.count == findings.count + impression.count else {
            throw DecodingError.dataCorruptedError(
                forKey: .sentenceConfidence, in: values,
                debugDescription: "sentenceConfidence does not have one value per sentence")
        }
        return zip(findings + impression, confidence).map {
            DraftSentence(text: $0.0, section: $0.1, confidence: $1)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(sentences, forKey: .sentences)
        try values.encode(probabilities, forKey: .probabilities)
        try values.encode(notices, forKey: .notices)
        try values.encode(abstained, forKey: .abstained)
        try values.encodeIfPresent(abstention, forKey: .abstention)
        try values.encode(timings, forKey: .timings)
        try values.encode(words, forKey: .words)
    }
}
