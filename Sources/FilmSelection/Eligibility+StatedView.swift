import DICOMCore
package import WorkList

extension Eligibility {
    /// Whether an attribute of an eligible image, of its series or of its study names a view. An image whose attributes name
    /// none counts as frontal, which the reader of its draft must know.
    ///
    /// A value that no table has counts as naming a view: its image is eligible only if `views` lists the value.
    package static func statesView(_ image: ReceivedImage) -> Bool {
        if let value = image.viewPosition.map(FoldedText.init), !value.words.isEmpty, !ViewWords.saysNothing(value) {
            return true
        }
        if let code = image.viewCode {
            if ViewCodes.view(of: code) != nil || ViewStatement(FoldedText(code.meaning)) != .nothing { return true }
        }
        if image.patientOrientation.flatMap(PatientOrientation.init) != nil { return true }
        let texts = image.descriptions.map(\.value) + [image.studyDescription].compactMap(\.self)
        return texts.contains { ViewStatement(FoldedText($0)) != .nothing }
    }
}
