/// The four levels of Query/Retrieve (PS3.4 C.6.1.1).
package enum QueryLevel: String, Sendable, CaseIterable {
    case patient = "PATIENT"
    case study = "STUDY"
    case series = "SERIES"
    case image = "IMAGE"

    /// 0 for patient, 3 for image.
    package var depth: Int {
        switch self {
        case .patient: 0
        case .study: 1
        case .series: 2
        case .image: 3
        }
    }

    /// The table with one row per object of the level; a patient is represented by their latest study.
    package var table: String {
        switch self {
        case .patient, .study: "study"
        case .series: "series"
        case .image: "instance"
        }
    }

    /// An SQL condition that the object is not withdrawn; nil above the levels that can be.
    package var isOffered: String? {
        switch self {
        case .patient, .study: nil
        case .series, .image: "NOT \(table).isWithdrawn"
        }
    }

    /// The table of the level joined with those above it.
    package var tables: String {
        switch self {
        case .patient, .study: "study"
        case .series: "study JOIN series ON series.studyRow = study.id"
        case .image:
            "study JOIN series ON series.studyRow = study.id JOIN instance ON instance.seriesRow = series.id"
        }
    }
}
