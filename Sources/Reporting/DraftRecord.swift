import DICOMObject
import ReportGeneration

/// A draft as it is stored: the model's report, under `display` how each image was displayed to the model, and under `limits`
/// what the model cannot do.
struct DraftRecord: Encodable {
    let report: DraftReport
    /// In the order of the pictures that the report counts.
    let display: [DisplayTransformation]
    /// Limits of the version that wrote the report, as sentences.
    var limits: [String] = []

    private enum CodingKeys: String, CodingKey {
        case display, limits
    }

    func encode(to encoder: any Encoder) throws {
        try report.encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(display, forKey: .display)
        try values.encode(limits, forKey: .limits)
    }
}
