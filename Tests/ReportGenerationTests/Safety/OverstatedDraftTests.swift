import FindingLabels
import Imaging
import TestHarness
import Testing

@testable import ReportGeneration

/// Untrained networks whose only words are about a mass, and whose finding head never gives one.
@Suite(.blocking) struct OverstatedDraftTests {
    private static let network = ReportNetworkConfiguration(
        imageSize: 16, trunkWidths: [8, 8], trunkBlocks: [1, 1], hiddenSize: 16, headCount: 2, feedForwardSize: 16,
        vocabularySize: 12, maxLength: 12, labelCount: 2)

    private func draft(seed: UInt64, threshold: Float) throws -> DraftReport {
        let labels = ["Mass", "Nodule"]
        let generator = ReportGenerator(
            network: ReportNetwork(Self.network, seed: seed),
            configuration: BundleConfiguration(
                name: "test", version: "0", network: Self.network,
                preprocessing: Preprocessing(size: 16, clippedShare: 0), labels: labels,
                thresholds: labels.map { _ in threshold }, presentThresholds: [1, 1], calibration: .none(labels: 2),
                prevalences: [0.1, 0.1], beamCount: 2, promptsFindings: false, textPipeline: .clinical),
            vocabulary: Vocabulary(reports: [ReportText(findings: ["Mass."], impression: []).words], labels: labels),
            identity: ModelIdentity(name: "test", version: "0", weightsSHA256: ""))
        return try generator.draft(inputs: [(0..<256).map { Float($0 % 7) / 3 - 1 }])
    }

    @Test func `no draft states as present what its finding head does not find`() throws {
        try ReportGenerator.prepare(threads: 1)
        var written = 0
        for seed in UInt64(1)...40 {
            let refused = try draft(seed: seed, threshold: 1)
            guard refused.words.contains("mass"), !refused.notices.contains(.textNotRead) else { continue }
            written += 1
            #expect(refused.abstention == Overstatement.abstention, "\(refused.text)")
            #expect(refused.notices.allSatisfy { !$0.isAboutText })
            // The same text where the head calls a mass possible.
            let lowered = try draft(seed: seed, threshold: 0)
            #expect(lowered.words == refused.words)
            #expect(lowered.sentences.flatMap(Overstatement.overstated).isEmpty || lowered.abstained)
        }
        #expect(written > 0)
    }
}
