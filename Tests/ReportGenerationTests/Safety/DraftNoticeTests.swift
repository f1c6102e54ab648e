import FindingLabels
import Foundation
import Testing

@testable import ReportGeneration

struct DraftNoticeTests {
    private static let opinion = FindingProbability(label: "Pleural_Thickening", probability: 0.25, threshold: 0.5)
    static let all: [DraftNotice] = [
        .notChestRadiograph(picture: 1, distance: 2.5), .unlikeTrainingPictures(picture: 0, distance: 1.25),
        .picturesNotAssessed,
        .contradictsHead(sentence: 0, finding: "Pleural Other", status: .positive, opinion: opinion),
        .findingUnmentioned(opinion: opinion), .comparesWithPrior(sentence: 0, words: ["unchanged"]),
        .unreliableMeasurement(sentence: 0, words: ["25 cm"]), .endedByLengthLimit,
        .lowConfidence(sentence: 0, probability: 0.25), .mostFrequentReport,
        .pictureTurned(picture: 0, orientation: FilmOrientation(.turnedLeft, isMirrored: false), margin: 5.5),
        .pictureMayBeTurned(picture: 1, orientation: FilmOrientation(.upsideDown, isMirrored: true), margin: 0.5),
        .pictureLooksMirrored(picture: 0, margin: 1.25), .orientationNotChecked,
        .viewNotStated(picture: 1),
        .degreeLowered(sentence: 0, written: "Pleural thickening.", opinion: opinion),
        .sectionsDisagree(sentence: 0, finding: "Pleural_Thickening", against: "No pleural thickening."),
        .textNotRead,
    ]

    @Test func `round-trips through JSON`() throws {
        let bytes = try JSONEncoder().encode(Self.all)
        #expect(try JSONDecoder().decode([DraftNotice].self, from: bytes) == Self.all)
    }

    @Test func `is encoded as an object with its kind`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = String(decoding: try encoder.encode(Self.all[5]), as: UTF8.self)
        #expect(json == #"{"kind":"comparesWithPrior","sentence":0,"words":["unchanged"]}"#)
    }

    @Test func `a turned film is encoded with its orientation`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = String(decoding: try encoder.encode(Self.all[10]), as: UTF8.self)
        #expect(json == #"{"kind":"pictureTurned","margin":5.5,"orientation":"turnedLeft","picture":0}"#)
        #expect(Self.all.compactMap(\.refusedPicture) == [1, 0])
        #expect(
            Self.all.filter { !$0.needsAttention } == [
                .picturesNotAssessed, .mostFrequentReport, .orientationNotChecked,
            ])
    }

    @Test func `every kind has its own text in ASCII`() {
        let report = DraftReport(
            sentences: [DraftSentence(text: "Pleural thickening.", section: .findings, confidence: 0.5)],
            probabilities: [], notices: Self.all,
            timings: DraftTimings(preprocess: 0, encoder: 0, decoder: 0), words: [])
        let texts = report.noticeTexts
        #expect(Set(texts).count == Self.all.count)
        for text in texts { #expect(text.utf8.allSatisfy { $0 < 128 } && text.hasSuffix(".")) }
        #expect(
            texts[0].contains("Picture 2") && texts[0].contains("2.5 times")
                && texts[0].contains("not used for the draft"))
        #expect(
            texts[10] == "The film in picture 1 looks turned by 90 degrees to the left; it was not used for the draft.")
        #expect(texts[11].contains("picture 2 may be mirrored and upside down"))
        #expect(texts[14].hasPrefix("The view of picture 2 is not stated in its header; it was read as frontal"))
        #expect(texts[12].contains("picture 1 looks mirrored: check the side marker"))
        #expect(texts[3].contains("\"Pleural thickening.\" states that pleural other is present"))
        #expect(texts[3].contains("pleural thickening 25 %, called likely from 50 %"))
    }
}
