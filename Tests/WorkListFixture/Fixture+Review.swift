package import DICOMCore
package import Foundation
package import Review
package import WorkList
import WorkListDatabase

extension Fixture {
    package static let report = #"""
        {"sentences": [
            {"text": "The lungs are clear.", "section": "findings", "confidence": 0.9,
             "claims": [{"finding": "Lung Opacity", "status": "negative"}]},
            {"text": "There is a small left effusion.", "section": "findings", "confidence": 0.4,
             "claims": [{"finding": "Pleural Effusion", "status": "positive"}]},
            {"text": "Small effusion.", "section": "impression", "confidence": 0.5,
             "claims": [{"finding": "Pleural Effusion", "status": "positive"}]}],
         "notices": [{"kind": "lowConfidence", "sentence": 1, "probability": 0.4}], "abstained": false}
        """#
    package static let abstainedReport = #"""
        {"sentences": [{"text": "Nonsense.", "section": "findings", "confidence": 0.1, "claims": []}],
         "notices": [], "abstained": true, "abstention": "the picture looks like no chest radiograph"}
        """#
    /// Attention of the three sentences of `report`, over a grid of two by two places on its film.
    package static let keptAttention = DraftAttention(
        grid: .init(size: 2, first: 0.25, step: 0.5), films: [.init(instance: "1.1.1.1", frame: 1)],
        sentences: [Data([255, 0, 0, 0]), Data([0, 255, 0, 0]), Data([0, 0, 255, 128])])
    /// What is signed where nothing is changed.
    package static let unchanged = SignedText(
        findings: ["The lungs are clear. There is a small left effusion."], impression: ["Small effusion."])
    package static let edited = SignedText(
        findings: ["The lungs are clear. There is a large left effusion. The heart is enlarged."], impression: [])

    /// A work list with the users of `addUsers` and one study with a draft; also returns the id of its work item.
    package static func withDraftedStudy(forms: [ReportForm] = [.basicTextSR]) throws -> (Fixture, Int64) {
        let fixture = try Fixture()
        try fixture.addUsers()
        return (fixture, try fixture.draftStudy(forms: forms))
    }

    /// Two who may sign and one who may not.
    package func addUsers() throws {
        for (login, name) in [("mary", "Doe^Mary"), ("paul", "Roe^Paul")] {
            try workList.add(
                User(login: login, name: name, organization: "Hospital", role: .reviewer), by: "root")
        }
        try workList.add(
            User(login: "admin", name: "Poe^Ann", organization: "Hospital", role: .administrator), by: "root")
    }

    /// Brings a study from its images to a draft; returns the work item's id.
    @discardableResult package func draftStudy(
        _ study: Int = 1, report: String = Fixture.report, forms: [ReportForm] = [.basicTextSR],
        attention: DraftAttention? = nil, at now: Date = .now
    ) throws -> Int64 {
        try queue(study: study)
        return try draftNext(report: report, forms: forms, attention: attention, at: now)
    }

    /// Settles what is collected and drafts it.
    @discardableResult package func draftNext(
        report: String = Fixture.report, forms: [ReportForm] = [.basicTextSR], attention: DraftAttention? = nil,
        at now: Date = .now
    ) throws -> Int64 {
        for settled in try workList.studiesToSettle() {
            _ = try workList.settle(
                settled, as: .settled, eligible: settled.images.map(\.instance.sopInstanceUID))
        }
        guard let claim = try workList.claim(by: 1) else { fatalError("nothing is queued") }
        try workList.store(
            draft(of: claim, forms: forms, report: report, attention: attention), for: claim, at: now)
        return claim.workItem.id
    }

    /// A signed report of a workstation, of study `1.s`.
    package static func signedReport(study: Int = 1, number: Int = 1) -> InstanceHeader {
        var header = InstanceHeader(
            sopClassUID: SOPClass.enhancedSR.description, sopInstanceUID: "1.\(study).77.\(number)",
            studyInstanceUID: "1.\(study)", seriesInstanceUID: "1.\(study).77",
            transferSyntaxUID: "1.2.840.10008.1.2.1")
        header.modality = "SR"
        header.completionFlag = "COMPLETE"
        header.verificationFlag = "VERIFIED"
        return header
    }

    /// What a workstation signs, by default as Paul.
    package static func statement(
        _ text: SignedText = Fixture.unchanged, of document: String = "1.1.9.1",
        by observer: VerifyingObserver = VerifyingObserver(name: "ROE^Paul", organization: "Elsewhere")
    ) -> SignedStatement {
        SignedStatement(predecessor: document, text: text, observers: [observer])
    }

    /// What was refused; nil where nothing was.
    package func refusal(_ body: () throws -> Void) throws -> ReviewError? {
        do {
            try body()
            return nil
        } catch let refusal as ReviewError {
            return refusal
        }
    }
}

extension Fixture {
    /// A draft with one sentence of each doubt, and a finding that no sentence mentions.
    package static let doubtfulReport = #"""
        {"sentences": [
            {"text": "There is no pneumothorax.", "section": "findings", "confidence": 0.9,
             "claims": [{"finding": "Pneumothorax", "status": "negative", "agreement": "contradicts",
                "opinion": {"label": "Pneumothorax", "probability": 0.8, "threshold": 0.2, "presentThreshold": 0.5}}]},
            {"text": "The heart is larger than before.", "section": "findings", "confidence": 0.9,
             "claims": [{"finding": "Cardiomegaly", "status": "positive", "agreement": "agrees",
                "opinion": {"label": "Cardiomegaly", "probability": 0.3, "threshold": 0.2, "presentThreshold": 0.5}}]},
            {"text": "The lungs are clear.", "section": "impression", "confidence": 0.4, "claims": []}],
         "probabilities": [
            {"label": "Pneumothorax", "probability": 0.8, "threshold": 0.2, "presentThreshold": 0.5},
            {"label": "Cardiomegaly", "probability": 0.3, "threshold": 0.2, "presentThreshold": 0.5},
            {"label": "Pleural_Effusion", "probability": 0.7, "threshold": 0.2, "presentThreshold": 0.5},
            {"label": "Edema", "probability": 0.1, "threshold": 0.2, "presentThreshold": 0.5}],
         "notices": [
            {"kind": "contradictsHead", "sentence": 0, "finding": "Pneumothorax", "status": "negative",
             "opinion": {"label": "Pneumothorax", "probability": 0.8, "threshold": 0.2, "presentThreshold": 0.5}},
            {"kind": "lowConfidence", "sentence": 0, "probability": 0.1},
            {"kind": "findingUnmentioned",
             "opinion": {"label": "Pleural_Effusion", "probability": 0.7, "threshold": 0.2, "presentThreshold": 0.5}},
            {"kind": "comparesWithPrior", "sentence": 1, "words": ["larger"]},
            {"kind": "lowConfidence", "sentence": 2, "probability": 0.1}], "abstained": false}
        """#

    /// What a careful reader reports for `report`: the film, the text, and its doubtful sentence kept.
    package static func attention(
        films: [String] = ["1.1.1.1"], textSeenAt: Date? = Date(timeIntervalSince1970: 1_800_000_000),
        decided: [ReviewAttention.Decision] = [.init(section: .findings, sentence: 1, decision: .keep)]
    ) -> ReviewAttention {
        ReviewAttention(
            seen: films.map { .init(instance: $0, at: Date(timeIntervalSince1970: 1_800_000_000)) },
            textSeenAt: textSeenAt, decided: decided)
    }
}
