import Imaging
import Testing

@testable import ReportGeneration

struct BundleConfigurationTests {
    @Test(arguments: [(Float(0.49), true), (0.5, false), (0.8, false)])
    func `nothing that is less likely than not is called present`(limit: Float, isRefused: Bool) {
        let network = ReportNetworkConfiguration(
            imageSize: 16, trunkWidths: [8, 8], trunkBlocks: [1, 1], hiddenSize: 16, headCount: 2, feedForwardSize: 16,
            vocabularySize: 7, maxLength: 12, labelCount: 1)
        let configuration = BundleConfiguration(
            name: "test", version: "0", network: network, preprocessing: Preprocessing(size: 16, clippedShare: 0),
            labels: ["Mass"], thresholds: [0.2], presentThresholds: [limit], calibration: .none(labels: 1),
            prevalences: [0.1], beamCount: 1, promptsFindings: false, textPipeline: .clinical)
        let vocabulary = Vocabulary(reports: [["mass", ".", "clear"]], labels: nil)
        let fault = configuration.fault(vocabulary: vocabulary)
        #expect((fault?.contains("presentThreshold") == true) == isRefused, "\(fault ?? "no fault")")
        #expect(isRefused || fault == nil)
    }
}
