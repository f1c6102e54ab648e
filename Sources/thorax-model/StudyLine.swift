import DICOMObject
import Foundation
import OperatorErrors
import ReportGeneration
import ReportTraining

/// A line that names the pictures of one study: `{"id": "…", "images": ["…", …]}`. Other keys are ignored.
struct StudyLine: JSONLine {
    static let example = #"{"id": "s1", "images": ["s1/frontal.dcm"]}"#

    let id: String
    /// PNG, JPEG or DICOM files, relative to the working directory.
    let images: [String]
}

/// What `thorax-model report --studies` prints for one study: its draft, or why there is none.
struct StudyLineResult: Encodable {
    let id: String
    let draft: Result<ReportOutput, any Error>

    private enum CodingKeys: String, CodingKey {
        case id, error, hint
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(id, forKey: .id)
        switch draft {
        case .success(let document): try document.encode(to: encoder)
        case .failure(let error):
            try values.encode("\(error.asOperatorError)", forKey: .error)
            try values.encode(error.asOperatorError.hint, forKey: .hint)
        }
    }
}
