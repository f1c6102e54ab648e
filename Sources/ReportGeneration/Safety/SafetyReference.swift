import Foundation
import NeuralNetwork

/// Statistics of the model's own data that drafts and pictures are checked against, and the orientation check;
/// `safety.safetensors` of a bundle.
package struct SafetyReference: Sendable, Equatable {
    /// Share of the validation fold's sentences with a confidence above `lowConfidence`.
    package static let confidentShare = 0.98

    package let distribution: InputDistribution
    /// Mean word probability below which a sentence counts as unsure.
    package let lowConfidence: Double
    /// `hash` of the most frequent training report.
    package let mostFrequentReport: String
    /// Recognizes turned and mirrored films; nil in older bundles, and if there were too few films to learn it from.
    package var orientation: OrientationReference?

    package init(
        distribution: InputDistribution, lowConfidence: Double, mostFrequentReport: String,
        orientation: OrientationReference? = nil
    ) {
        self.orientation = orientation
        self.distribution = distribution
        self.lowConfidence = lowConfidence
        self.mostFrequentReport = mostFrequentReport
    }

    /// SHA-256 of a report's words, so that a bundle need not contain the text of a training report.
    package static func hash(_ words: [String]) -> String {
        ModelBundle.hash(Data(words.joined(separator: " ").utf8))
    }
}

extension SafetyReference {
    /// Conversion to named arrays and metadata.
    var checkpoint: Checkpoint {
        var checkpoint = Checkpoint(metadata: ["mostFrequentReport": mostFrequentReport])
        func add(_ name: String, _ gaussian: PrincipalGaussian) {
            let (count, width) = (gaussian.axes.count, gaussian.mean.count)
            checkpoint.tensors[name + ".mean"] = CheckpointTensor(shape: [width], values: gaussian.mean)
            checkpoint.tensors[name + ".axes"] = CheckpointTensor(
                shape: [count, width], values: gaussian.axes.flatMap { $0 })
            checkpoint.tensors[name + ".variances"] = CheckpointTensor(shape: [count], values: gaussian.variances)
            checkpoint.tensors[name + ".residual"] = CheckpointTensor(shape: [1], values: [gaussian.residual])
        }
        add("features", distribution.features)
        add("thumbnails", distribution.thumbnails)
        checkpoint.tensors["limits"] = CheckpointTensor(
            shape: [3],
            values: [Float(distribution.featureLimit), Float(distribution.thumbnailLimit), Float(lowConfidence)])
        if let orientation { checkpoint.tensors.merge(orientation.tensors) { $1 } }
        return checkpoint
    }

    /// Throws `CheckpointError.malformed` if arrays are missing, have inconsistent sizes or hold values that no
    /// distance can be computed with.
    init(_ checkpoint: Checkpoint, featureSize: Int) throws(CheckpointError) {
        func values(_ name: String, count: Int) throws(CheckpointError) -> [Float] {
            guard let tensor = checkpoint.tensors[name], tensor.values.count == count,
                tensor.values.allSatisfy(\.isFinite)
            else { throw .malformed(reason: "\(name) is missing or is not \(count) finite numbers") }
            return tensor.values
        }
        func positive(_ name: String, count: Int) throws(CheckpointError) -> [Float] {
            let values = try values(name, count: count)
            guard values.allSatisfy({ $0 > 0 }) else { throw .malformed(reason: "\(name) is not positive") }
            return values
        }
        func gaussian(_ name: String, width: Int) throws(CheckpointError) -> PrincipalGaussian {
            let count = checkpoint.tensors[name + ".variances"]?.values.count ?? 0
            let axes = try values(name + ".axes", count: count * width)
            return PrincipalGaussian(
                mean: try values(name + ".mean", count: width),
                axes: (0..<count).map { Array(axes[$0 * width..<($0 + 1) * width]) },
                variances: try positive(name + ".variances", count: count),
                residual: try positive(name + ".residual", count: 1)[0])
        }
        let limits = try values("limits", count: 3)
        guard limits[0] > 0, limits[1] > 0 else { throw .malformed(reason: "limits are not positive") }
        distribution = InputDistribution(
            features: try gaussian("features", width: featureSize),
            thumbnails: try gaussian("thumbnails", width: PictureTraits.thumbnailSize * PictureTraits.thumbnailSize),
            featureLimit: Double(limits[0]), thumbnailLimit: Double(limits[1]))
        lowConfidence = Double(limits[2])
        mostFrequentReport = checkpoint.metadata["mostFrequentReport"] ?? ""
        orientation = try OrientationReference(checkpoint)
    }
}
