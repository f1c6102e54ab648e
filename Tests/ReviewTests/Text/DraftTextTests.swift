import Testing

@testable import Review

struct DraftTextTests {
    @Test func `a sentence that names two labels of one finding has the finding once and both estimates`() throws {
        let claim = { (label: String) in
            """
            {"finding": "Lung Lesion", "status": "positive", "agreement": "agrees",
             "opinion": {"label": "\(label)", "probability": 0.6, "threshold": 0.2, "presentThreshold": 0.5}}
            """
        }
        let draft = try DraftText(
            report: """
                {"sentences": [{"text": "A mass and a nodule.", "section": "findings", "confidence": 0.9,
                    "claims": [\(claim("Mass")), \(claim("Nodule"))]}], "notices": [], "probabilities": []}
                """)
        #expect(draft.sentences[0].findings == ["Lung Lesion"])
        #expect(draft.sentences[0].estimates.map(\.label) == ["Mass", "Nodule"])
    }

    @Test func `a draft that is not offered has only the notices about its pictures`() throws {
        let draft = try DraftText(
            report: """
                {"sentences": [{"text": "Effusion.", "section": "findings", "confidence": 0.9}], "abstention": "they disagree",
                 "probabilities": [], "notices": [{"kind": "pictureLooksMirrored", "picture": 0, "margin": 1},
                    {"kind": "contradictsHead", "sentence": 0, "finding": "Pleural Effusion", "status": "positive",
                     "opinion": {"label": "Effusion", "probability": 0.1, "threshold": 0.2, "presentThreshold": 0.5}},
                    {"kind": "findingUnmentioned",
                     "opinion": {"label": "Mass", "probability": 0.6, "threshold": 0.2, "presentThreshold": 0.5}}]}
                """)
        #expect(draft.notices.map(\.kind) == ["pictureLooksMirrored"] && draft.sentences.isEmpty)
    }

    @Test func `a draft has the limits of the model that wrote it`() throws {
        let draft = try DraftText(
            report: #"{"sentences": [], "limits": ["For demonstration.", "It does not look for fracture."]}"#)
        #expect(draft.limits == ["For demonstration.", "It does not look for fracture."])
        #expect(try DraftText(report: #"{"sentences": []}"#).limits.isEmpty)
    }

    @Test func `a sentence whose degree was lowered is doubtful`() throws {
        let draft = try DraftText(
            report: """
                {"sentences": [{"text": "Possible effusion.", "section": "findings", "confidence": 0.9, "claims": []}],
                 "probabilities": [], "notices": [{"kind": "degreeLowered", "sentence": 0, "words": ["Effusion."],
                    "opinion": {"label": "Effusion", "probability": 0.3, "threshold": 0.2, "presentThreshold": 0.5}}]}
                """)
        #expect(DraftText.Doubt(notice: "sectionsDisagree") == .inconsistent)
        #expect(draft.doubts == [.lowered] && draft.notices[0].words == ["Effusion."])
    }

    @Test func `a draft in a language that the labeler does not read is not compared by findings`() throws {
        let draft = try DraftText(
            report: """
                {"sentences": [{"text": "Kein Erguss.", "section": "findings", "confidence": 0.9, "claims": []}],
                 "probabilities": [{"label": "Mass", "probability": 0.3, "threshold": 0.2, "presentThreshold": 0.5},
                    {"label": "Edema", "probability": 0.1, "threshold": 0.2, "presentThreshold": 0.5}],
                 "notices": [{"kind": "textNotRead"}]}
                """)
        #expect(draft.unmentionedFindings == ["Mass"] && draft.mention(of: "Mass") == .not)
        #expect(FindingSet(statedIn: draft) == nil)
        #expect(FindingSet(statedIn: SignedText(findings: ["Tidak ada pneumonia."], impression: [])) == nil)
        #expect(FindingSet(statedIn: SignedText(findings: ["No pneumonia."], impression: []))?.isAbnormal == false)
    }

    @Test(arguments: ["findingUnmentioned", "textNotRead"])
    func `no decision is demanded on "No Finding"`(kind: String) throws {
        let opinion = #"{"label": "No Finding", "probability": 0.9, "threshold": 0.2, "presentThreshold": 0.5}"#
        let draft = try DraftText(
            report: """
                {"sentences": [{"text": "Clear lungs.", "section": "findings", "confidence": 0.9, "claims": []}],
                 "probabilities": [\(opinion)], "notices": [{"kind": "\(kind)", "opinion": \(opinion)}]}
                """)
        #expect(draft.unmentionedFindings.isEmpty && draft.mention(of: "No Finding") == .not)
        #expect(ReviewDemand(draft: draft, films: []).findings.isEmpty)
    }
}
