import Foundation

/// One study of `annotation.json` as R2Gen lays it out, with the ids that MIMIC-CXR's copy adds.
package struct R2GenRecord: Sendable, Equatable {
    package let id: String
    package let report: String
    /// Pictures of the study below `images`, in the order the network reads them.
    package let paths: [String]
    /// Studies of one patient share it.
    package let patient: String
    /// The id a label table knows the study by.
    package let study: String
}

/// A record before it is checked; what cannot be decoded is kept as the reason, so that the rest of the file is read too.
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
            content = .failure(RecordReason(text: "it is no object"))
            return
        }
        // MIMIC-CXR's ids are numbers.
        func text(_ key: CodingKeys) -> String? {
            (try? values.decode(String.self, forKey: key))
                ?? (try? values.decode(Int.self, forKey: key)).map(String.init)
        }
        guard let id = text(.id), !id.isEmpty else {
            content = .failure(RecordReason(text: "id is no text"))
            return
        }
        guard let report = try? values.decode(String.self, forKey: .report) else {
            content = .failure(RecordReason(text: "report is no text"))
            return
        }
        guard let paths = try? values.decode([String].self, forKey: .paths) else {
            content = .failure(RecordReason(text: "image_path is no list of texts"))
            return
        }
        content = .success(
            Fields(
                id: id, report: report, paths: paths, split: text(.split), subject: text(.subject), study: text(.study))
        )
    }
}

/// Why one record cannot be used.
struct RecordReason: Error, Equatable {
    let text: String
}
