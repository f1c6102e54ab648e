import Imaging
import Testing

@testable import ReportGeneration

struct ModelLimitsTests {
    private func sentences(_ labels: [String], _ prevalences: [Double]?) -> [String] {
        let network = ReportNetworkConfiguration(
            imageSize: 16, trunkWidths: [8, 8], trunkBlocks: [1, 1], hiddenSize: 16, headCount: 2, feedForwardSize: 16,
            vocabularySize: 12, maxLength: 12, labelCount: labels.count)
        let configuration = BundleConfiguration(
            name: "test", version: "0", network: network, preprocessing: Preprocessing(size: 16, clippedShare: 0),
            labels: labels, thresholds: labels.map { _ in 0.2 },
            calibration: prevalences.map { _ in Calibration.none(labels: labels.count) }, prevalences: prevalences,
            beamCount: 1, promptsFindings: true, textPipeline: .clinical)
        return ModelLimits.sentences(
            configuration,
            Provenance(
                statement: "For demonstration.", dataset: "none", command: "none", seed: 1, split: SplitRule(seed: 1),
                splitSHA256: "", films: ["train": 7, "test": 2], patients: ["train": 5], epochs: 0, chosenEpoch: 0,
                compute: "", configuration: "", scores: [:]))
    }

    @Test func `they say what the model was made for, what it looks for and what it does not`() {
        let found = sentences(["Effusion", "Pleural_Thickening"], [0.25, 0])
        #expect(found.prefix(2) == ["For demonstration.", "The model was trained on 7 films of 5 patients."])
        #expect(found[2].hasPrefix("It looks for effusion and pleural thickening, and for nothing else."))
        #expect(found[3].contains("fracture or support devices") && !found[3].contains("pleural"))
    }

    @Test func `they say for which films the probabilities hold`() {
        let found = sentences(["Effusion", "Mass"], [0.25, 0])
        #expect(found.contains { $0.contains("(effusion 25 %)") && $0.contains("too high where they are rarer") })
        #expect(found.last == "No film of its calibration had mass.")
        #expect(sentences(["Mass"], nil).last == "Its probabilities are not calibrated.")
    }
}
