import FoundationEssentials

/// What the review page demands before a verdict: readers who are offered a draft overlook what it omits and keep what
/// is wrong in it, and warnings change that little (`docs/decisions/0044-undo-and-what-must-be-seen.md`).
///
/// A signature under a report, as drafted or edited, needs every film of the study in full, the whole text in view, and a
/// decision on each doubtful sentence and on each finding that no sentence mentions. A film that the page cannot show may have
/// been read elsewhere, if the reviewer says so (`docs/decisions/0052-films-read-elsewhere.md`). A rejection and an addendum need
/// nothing.
package struct ReviewDemand: Sendable, Equatable {
    /// One image that must be seen.
    package struct Frame: Sendable, Hashable {
        package let instance: String
        package let number: Int
    }

    /// A doubtful sentence, by its number in its section.
    package struct Sentence: Sendable, Hashable {
        package let section: DraftText.Section
        package let number: Int
    }

    package let frames: [Frame]
    package let sentences: [Sentence]
    /// Labels of the findings that no sentence mentions.
    package let findings: [String]

    package init(draft: DraftText, films: [Film]) {
        // The first frame of every image, and further frames that the draft was made from.
        frames = films.filter { $0.usedByModel || $0.frame == 1 }.map { Frame(instance: $0.instance, number: $0.frame) }
        let doubts = draft.doubts
        sentences = draft.sentences.indices.filter { doubts[$0] != nil }.map { index in
            let section = draft.sentences[index].section
            return Sentence(
                section: section, number: draft.sentences[..<index].count { $0.section == section })
        }
        findings = draft.unmentionedFindings
    }

    /// - Throws: `ReviewError.notSeen` if something is missing for the verdict.
    func check(_ verdict: ReviewVerdict, _ attention: ReviewAttention) throws(ReviewError) {
        guard verdict == .accepted || verdict == .edited else { return }
        let isAcceptance = verdict == .accepted
        // An acceptance changes nothing, so only decisions that leave the draft as it is count for it.
        let choices: Set<ReviewAttention.Choice> = isAcceptance ? [.keep] : [.keep, .edit, .delete]
        let findingChoices: Set<ReviewAttention.Choice> = isAcceptance ? [.notThere] : [.notThere, .added]
        var decidedSentences: Set<Sentence> = []
        var decidedFindings: Set<String> = []
        for decision in attention.decided {
            if let finding = decision.finding, findingChoices.contains(decision.decision) {
                decidedFindings.insert(finding)
            } else if let section = decision.section, let number = decision.sentence,
                choices.contains(decision.decision)
            {
                decidedSentences.insert(Sentence(section: section, number: number))
            }
        }
        let seen = Set(
            (attention.seen + attention.readElsewhere).map { Frame(instance: $0.instance, number: $0.frame) })
        let missing = ReviewError.Unseen(
            films: frames.count { !seen.contains($0) }, text: attention.textSeenAt == nil,
            sentences: sentences.count { !decidedSentences.contains($0) },
            findings: findings.filter { !decidedFindings.contains($0) })
        guard missing.isEmpty else { throw .notSeen(missing) }
    }
}

extension ReviewError {
    /// The films, texts and decisions that a verdict still lacks.
    package struct Unseen: Sendable, Equatable {
        /// Films that were not on screen in full.
        package let films: Int
        /// Whether the text was not in view.
        package let text: Bool
        /// Doubtful sentences without a decision.
        package let sentences: Int
        /// Findings without a decision that no sentence mentions.
        package let findings: [String]

        var isEmpty: Bool { films == 0 && !text && sentences == 0 && findings.isEmpty }

        var words: String {
            func counted(_ number: Int, _ one: String, _ several: String) -> String? {
                number == 0 ? nil : number == 1 ? "1 \(one)" : "\(number) \(several)"
            }
            return [
                counted(films, "film was not on screen in full", "films were not on screen in full"),
                text ? "the text was not in view" : nil,
                counted(sentences, "doubtful sentence is not decided", "doubtful sentences are not decided"),
                findings.isEmpty
                    ? nil
                    : "findings that no sentence mentions are not decided: "
                        + findings.map { $0.replacing("_", with: " ").lowercased() }.joined(separator: ", "),
            ].compactMap(\.self).joined(separator: "; ")
        }
    }
}
