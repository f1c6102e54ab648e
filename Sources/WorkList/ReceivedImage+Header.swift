package import DICOMCore
package import WorkListDatabase

extension ReceivedImage {
    /// An image that is not in a work list, from its header.
    package init(_ header: InstanceHeader, of instance: StoredInstance) {
        self.init(
            instance: instance, patientID: header.patientID, rows: header.rows, columns: header.columns,
            modality: header.modality, bodyPartExamined: header.bodyPartExamined,
            anatomicRegion: header.anatomicRegion, viewPosition: header.viewPosition, viewCode: header.viewCode,
            viewModifiers: header.viewModifiers,
            patientOrientation: header.patientOrientation, imageType: header.imageType,
            acquisitionDeviceProcessingDescription: header.acquisitionDeviceProcessingDescription,
            protocolName: header.protocolName, seriesDescription: header.seriesDescription,
            studyDescription: header.studyDescription)
    }
}
