import DICOMObject
import ReportGeneration

/// A draft as it is stored: the model's report, and under `display` how each image was displayed to the model.
struct DraftRecord: Encodable {
    let report: DraftReport
    /// In the order of the pictures that the report counts.
    let display: [DisplayTransformation]

    private enum CodingKeys: String, CodingKey {
        case display
    }

    func encode(to encoder: any Encoder) throws {
        try report.encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(display, forKey: .display)
    }
}
