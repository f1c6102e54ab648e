import FindingLabels

/// Finds where the Impression of a draft contradicts its Findings: one states as present what the other denies, or an acute
/// finding is present and the Impression says that there is nothing acute.
enum SectionComparison {
    private typealias Statement = (sentence: Int, claim: ClaimedFinding)

    /// The notices about a draft's sentences, at most one for each sentence of the Impression and finding.
    static func notices(on sentences: [DraftSentence]) -> [DraftNotice] {
        func statements(_ section: DraftSection) -> [Statement] {
            sentences.enumerated().filter { $0.element.section == section }
                .flatMap { index, sentence in sentence.claims.map { (index, $0) } }
        }
        let findings = statements(.findings)
        var notices: [DraftNotice] = []
        func add(_ sentence: Int, _ name: String, against other: Int) {
            let notice = DraftNotice.sectionsDisagree(sentence: sentence, finding: name, against: sentences[other].text)
            if !notices.contains(notice) { notices.append(notice) }
        }
        for (index, claim) in statements(.impression) {
            let opposite = findings.first {
                Self.name($0.claim) == Self.name(claim) && Self.isOpposite($0.claim, claim)
            }
            if let opposite { add(index, Self.name(claim), against: opposite.sentence) }
        }
        for (index, sentence) in sentences.enumerated() where sentence.section == .impression {
            guard deniesAcuteFindings(sentence.text) else { continue }
            for (other, claim) in findings where claim.status == .positive && acute.contains(claim.finding) {
                add(index, name(claim), against: other)
            }
        }
        return notices
    }

    /// The label of the finding head, or else the finding.
    private static func name(_ claim: ClaimedFinding) -> String { claim.opinion?.label ?? claim.finding }

    private static func isOpposite(_ one: ClaimedFinding, _ other: ClaimedFinding) -> Bool {
        Set([one.status, other.status]) == [.positive, .negative]
    }

    /// Findings that are always acute. An effusion or atelectasis may be old.
    private static let acute = Set([Finding.pneumothorax, .pneumonia, .consolidation, .edema].map(\.rawValue))

    private static func deniesAcuteFindings(_ text: String) -> Bool {
        let words = text.lowercased()
        return [
            "no acute ", "no evidence of acute ", "no radiographic evidence of acute ", "without acute ",
            "normal chest",
        ]
        .contains(where: words.contains)
    }
}
