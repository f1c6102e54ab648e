import DICOMCore
import DICOMObject
import WorkList

extension ReportingDevice {
    /// The device that documents name: this installation with its model.
    init(aeTitle: String, model: DraftModel) {
        self.init(
            manufacturer: "thoraxd project", modelName: model.name, modelVersion: model.version,
            weightsHash: model.weightsSHA256, serialNumber: aeTitle,
            softwareVersion: "thoraxd \(Implementation.version)", name: aeTitle)
    }
}
