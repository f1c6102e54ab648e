import DICOMCore
import DICOMCore
import DICOMObject
import WorkList

extension ReportingDevice {
    /// This installation with a model, as documents state it.
    init(aeTitle: String, model: DraftModel) {
        self.init(
            manufacturer: "thoraxd project", modelName: model.name, modelVersion: model.version,
            weightsHash: model.weightsSHA256, serialNumber: aeTitle,
            softwareVersion: "thoraxd \(Implementation.version)", name: aeTitle)
    }
}
