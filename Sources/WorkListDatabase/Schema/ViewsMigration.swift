extension Schema {
    /// What says the view and the part of an image besides View Position and Body Part Examined: codes, the orientation
    /// of the picture, Image Type and the description of the processing. Images stored before get them when their headers
    /// are read again.
    static let viewsMigration = """
        ALTER TABLE instance ADD COLUMN anatomicRegionCodeValue TEXT;
        ALTER TABLE instance ADD COLUMN anatomicRegionCodingScheme TEXT;
        ALTER TABLE instance ADD COLUMN viewCodeValue TEXT;
        ALTER TABLE instance ADD COLUMN viewCodingScheme TEXT;
        ALTER TABLE instance ADD COLUMN viewCodeMeaning TEXT;
        ALTER TABLE instance ADD COLUMN patientOrientation TEXT;
        ALTER TABLE instance ADD COLUMN imageType TEXT;
        ALTER TABLE instance ADD COLUMN acquisitionDeviceProcessingDescription TEXT;
        """
}
