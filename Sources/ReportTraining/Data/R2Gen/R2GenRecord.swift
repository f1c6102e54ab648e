import Foundation

/// One study of R2Gen's `annotation.json`, with the ids that MIMIC-CXR's version adds.
package struct R2GenRecord: Sendable, Equatable {
    package let id: String
    package let report: String
    /// Paths of the study's pictures relative to `images`, in the order the network reads them.
    package let paths: [String]
    /// Identifies the patient; studies of one patient have the same value.
    package let patient: String
    /// The study's id in a label table.
    package let study: String
}

/// A record before validation; a decoding error is kept as the reason, so that the rest of the file is still read.
struct UncheckedRecord: Decodable {
    let content: Result<Fields, RecordReason>

    struct Fields {
        let id: String
        let report: String
        let paths: [String]
        let split: String?
        let subject: String?
        let study: String?
    }

    private enum CodingKeys: String, CodingKey {
        case id, report, split
        case paths = "image_path"
        case subject = "subject_id"
        case study = "study_id"
    }

    init(from decoder: any Decoder) {
        guard let values = try? decoder.container(keyedBy: CodingKeys.self) else {
            content = .failure(RecordReason(text: "it is not an object"))
            return
        }
        // MIMIC-CXR's ids are numbers.
        func text(_ key: CodingKeys) -> String? {
            (try? values.decode(String.self, forKey: key))
                ?? (try? values.decode(Int.self, forKey: key)).map(String.init)
        }
        guard let id = text(.id), !id.isEmpty else {
            content = .failure(RecordReason(text: "id is not a string"))
            return
        }
        guard let report = try? values.decode(String.self, forKey: .report) else {
            content = .failure(RecordReason(text: "report is not a string"))
            return
        }
        guard let paths = try? values.decode([String].self, forKey: .paths) else {
            content = .failure(RecordReason(text: "image_path is not a list of strings"))
            return
        }
        content = .success(
            Fields(
                id: id, report: report, paths: paths, split: text(.split), subject: text(.subject), study: text(.study))
        )
    }
}

/// Why a record cannot be used.
struct RecordReason: Error, Equatable {
    let text: String
}
