import DICOMCore
import Foundation

/// A benchmark study generated from its number; query.sh writes the same rows in SQL.
struct BenchmarkStudy {
    private static let root = "1.2.826.0.1.3680043.2.9"

    let number: Int
    let days: Int

    init(_ number: Int, days: Int) {
        self.number = number
        self.days = days
    }

    var studyInstanceUID: String { "\(Self.root).\(number)" }
    var patientID: String { String(format: "PID%07d", number / 2) }
    /// Part of the patient's name before the `^`, shared by twenty studies.
    var familyName: String { String(format: "NAME%06d", number / 20) }
    var accessionNumber: String { String(format: "ACC%08d", number) }
    var studyDate: String { date(plus: 0) }

    /// Days are distributed so that studies of one day have nothing else in common.
    func date(plus more: Int) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let first = DateComponents(calendar: calendar, year: 2016, month: 1, day: 1).date ?? .distantPast
        let day = calendar.date(byAdding: .day, value: number * 7_919 % days + more, to: first) ?? first
        let parts = calendar.dateComponents([.year, .month, .day], from: day)
        return String(format: "%04d%02d%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
    }

    struct Object {
        let sopClass: UID
        let instance: UID
        let dataSet: [UInt8]
    }

    /// Two images, and a report in every tenth study; as small as possible, because only the index is measured.
    var objects: [Object] {
        var kinds = [("CR", 1, SOPClass.computedRadiographyImage), ("CR", 2, SOPClass.computedRadiographyImage)]
        if number.isMultiple(of: 10) { kinds.append(("SR", 3, SOPClass.basicTextSR)) }
        return kinds.compactMap { modality, place, sopClass in
            guard let instance = UID("\(studyInstanceUID).\(place).1") else { return nil }
            var writer = DataSetWriter(.implicitLittleEndian)
            writer.append(.sopClassUID, uid: sopClass)
            writer.append(.sopInstanceUID, uid: instance)
            writer.append(.studyDate, .date, studyDate)
            writer.append(.studyTime, .time, "101112")
            writer.append(.accessionNumber, .shortString, accessionNumber)
            writer.append(.modality, .codeString, modality)
            writer.append(.referringPhysicianName, .personName, "REFERRER^R")
            writer.append(.studyDescription, .longString, "Chest PA")
            writer.append(.patientName, .personName, "\(familyName)^GIVEN\(number % 20)")
            writer.append(.patientID, .longString, patientID)
            writer.append(.patientBirthDate, .date, "19600101")
            writer.append(.patientSex, .codeString, "F")
            writer.append(.studyInstanceUID, .uniqueIdentifier, studyInstanceUID)
            writer.append(.seriesInstanceUID, .uniqueIdentifier, "\(studyInstanceUID).\(modality == "SR" ? 2 : 1)")
            writer.append(.studyID, .shortString, "S\(number)")
            writer.append(.seriesNumber, .integerString, modality == "SR" ? "2" : "1")
            writer.append(.instanceNumber, .integerString, "\(place)")
            return Object(sopClass: sopClass, instance: instance, dataSet: writer.bytes)
        }
    }
}
