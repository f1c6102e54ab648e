import CDCMTK
import DICOMCore

extension DraftDocument {
    /// Basic Text SR Storage: what reports are written as, and what workstations show.
    package static let sopClassUID = "1.2.840.10008.5.1.4.1.1.88.11"

    /// Writes the draft of a study as a Basic Text SR document (PS3.3 A.35.1) in Part 10, Explicit VR Little Endian.
    ///
    /// `images` are files of the study's images: evidence of the report, and the source of patient, study and order,
    /// copied byte for byte. The same draft and images give the same bytes, in whatever order the images come.
    /// Throws `invalidReport`, `notWritten`, or what reading the images throws.
    @discardableResult
    package func write(to path: String, images: [String]) throws(DICOMObjectError) -> ReportIdentity {
        try check()
        let source = try ReportSource(paths: images)
        let identity = ReportIdentity(source: source, report: self)
        let object = try DICOMFile()
        let document = ReportDocument(
            item: object.dataSet, characterSet: ReportCharacterSet(for: texts, source: source.first.file))
        try document.copyPatientAndStudy(from: source)
        try document.setIdentity(identity, report: self)
        try document.setEquipment(device)
        try document.setRequests(from: source)
        try document.setEvidence(source)
        try document.setContent(contentTree(images: source.images))
        try document.setState(self)
        try DICOMObjectError.check(cd_report_check(object.handle))
        try DICOMObjectError.check(
            cd_object_save(object.handle, path, Implementation.classUID.description, Implementation.versionName))
        return identity
    }
}
