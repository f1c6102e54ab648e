package import DICOMCore
import WorkList

/// The keys of Query/Retrieve this node matches and returns (PS3.4 C.6.1.1), and the columns behind them.
package enum QueryKey {
    /// Query/Retrieve Level (0008,0052).
    package static let level = Tag(0x0008, 0x0052)

    /// Every supported key by its tag.
    static let attributes: [Tag: IndexedAttribute] = [
        Tag(0x0010, 0x0010): .patientName, Tag(0x0010, 0x0020): .patientID, Tag(0x0010, 0x0030): .patientBirthDate,
        Tag(0x0010, 0x0040): .patientSex,
        Tag(0x0020, 0x000D): .studyInstanceUID, Tag(0x0008, 0x0050): .accessionNumber, Tag(0x0020, 0x0010): .studyID,
        Tag(0x0008, 0x0020): .studyDate, Tag(0x0008, 0x0030): .studyTime, Tag(0x0008, 0x1030): .studyDescription,
        Tag(0x0008, 0x0090): .referringPhysicianName, Tag(0x0008, 0x0061): .modalitiesInStudy,
        Tag(0x0020, 0x1206): .numberOfStudyRelatedSeries, Tag(0x0020, 0x1208): .numberOfStudyRelatedInstances,
        Tag(0x0020, 0x000E): .seriesInstanceUID, Tag(0x0008, 0x0060): .modality, Tag(0x0020, 0x0011): .seriesNumber,
        Tag(0x0008, 0x103E): .seriesDescription, Tag(0x0020, 0x1209): .numberOfSeriesRelatedInstances,
        Tag(0x0008, 0x0018): .sopInstanceUID, Tag(0x0008, 0x0016): .sopClassUID, Tag(0x0020, 0x0013): .instanceNumber,
        Tag(0x0028, 0x0010): .rows, Tag(0x0028, 0x0011): .columns, Tag(0x0028, 0x0008): .numberOfFrames,
    ]

    /// Whether a key can be answered at a level: its own or one below it.
    static func isAnswered(_ attribute: IndexedAttribute, at level: QueryLevel) -> Bool {
        level.depth >= self.level(of: attribute).depth
    }

    private static func level(of attribute: IndexedAttribute) -> QueryLevel {
        switch attribute {
        case .patientID, .patientName, .patientBirthDate, .patientSex: .patient
        case .studyInstanceUID, .accessionNumber, .studyID, .studyDate, .studyTime, .studyDescription,
            .referringPhysicianName, .modalitiesInStudy, .numberOfStudyRelatedSeries, .numberOfStudyRelatedInstances:
            .study
        case .seriesInstanceUID, .modality, .seriesNumber, .seriesDescription, .numberOfSeriesRelatedInstances:
            .series
        case .sopInstanceUID, .sopClassUID, .instanceNumber, .rows, .columns, .numberOfFrames: .image
        }
    }

    /// The condition that a key's value states (PS3.4 C.2.2.2); nil where it matches everything.
    static func condition(_ attribute: IndexedAttribute, _ value: String) -> IndexCondition? {
        guard !value.isEmpty, value != "*" else { return nil }
        switch attribute {
        case .modalitiesInStudy:
            return .hasModality(values(of: value))
        case .studyInstanceUID, .seriesInstanceUID, .sopInstanceUID, .sopClassUID, .modality:
            return value.contains(where: isWildcard)
                ? .isLike(attribute, pattern: value) : .isOneOf(attribute, values(of: value))
        case .studyDate, .studyTime, .patientBirthDate:
            guard let hyphen = value.firstIndex(of: "-") else { return .isOneOf(attribute, [value]) }
            let lower = String(value[..<hyphen])
            let upper = String(value[value.index(after: hyphen)...])
            return .isBetween(attribute, lower.isEmpty ? nil : lower, upper.isEmpty ? nil : latest(upper, attribute))
        case .patientName, .referringPhysicianName:
            return .isLike(attribute, pattern: value)
        case .numberOfStudyRelatedSeries, .numberOfStudyRelatedInstances, .numberOfSeriesRelatedInstances:
            return nil
        case .seriesNumber, .instanceNumber, .rows, .columns, .numberOfFrames:
            return .isOneOf(attribute, [value])
        case .patientID, .patientSex, .accessionNumber, .studyID, .studyDescription, .seriesDescription:
            return value.contains(where: isWildcard)
                ? .isLike(attribute, pattern: value) : .isOneOf(attribute, [value])
        }
    }

    private static func isWildcard(_ character: Character) -> Bool { character == "*" || character == "?" }

    private static func values(of value: String) -> [String] {
        value.split(separator: "\\").map(String.init)
    }

    /// A time's upper end covers its fractions: `0930` means up to 09:30:59.999999.
    private static func latest(_ value: String, _ attribute: IndexedAttribute) -> String {
        attribute == .studyTime ? value + String("235959.999999".dropFirst(value.count)) : value
    }
}

extension QueryLevel {
    /// 0 for patient, 3 for image.
    var depth: Int {
        switch self {
        case .patient: 0
        case .study: 1
        case .series: 2
        case .image: 3
        }
    }
}
