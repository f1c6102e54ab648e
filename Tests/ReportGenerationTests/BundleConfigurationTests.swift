import Imaging
import Testing

@testable import ReportGeneration

struct BundleConfigurationTests {
    @Test(arguments: [(Float(0.49), true), (0.5, false), (0.8, false)])
    func `nothing that is less likely than not is called present`(limit: Float, isRefused: Bool) {
        let fault = fault(presentThreshold: limit)
        #expect((fault?.contains("presentThreshold") == true) == isRefused, "\(fault ?? "no fault")")
        #expect(isRefused || fault == nil)
    }

    @Test(arguments: [(-0.1, true), (0, false), (1, false), (1e30, true)])
    func `a prevalence is a share of the films`(share: Double, isRefused: Bool) {
        #expect((fault(prevalence: share)?.contains("prevalence") == true) == isRefused)
    }

    private func fault(presentThreshold: Float = 0.5, prevalence: Double = 0.1) -> String? {
        let network = ReportNetworkConfiguration(
            imageSize: 16, trunkWidths: [8, 8], trunkBlocks: [1, 1], hiddenSize: 16, headCount: 2, feedForwardSize: 16,
            vocabularySize: 7, maxLength: 12, labelCount: 1)
        let configuration = BundleConfiguration(
            name: "test", version: "0", network: network, preprocessing: Preprocessing(size: 16, clippedShare: 0),
            labels: ["Mass"], thresholds: [0.2], presentThresholds: [presentThreshold], calibration: .none(labels: 1),
            prevalences: [prevalence], beamCount: 1, promptsFindings: false, textPipeline: .clinical)
        let vocabulary = Vocabulary(reports: [["mass", ".", "clear"]], labels: nil)
        return configuration.fault(vocabulary: vocabulary)
    }
}
