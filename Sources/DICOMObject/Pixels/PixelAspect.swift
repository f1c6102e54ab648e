import DICOMCore

extension DICOMItem {
    /// Height of a pixel divided by its width (PS3.3 10.7.1.3, C.7.6.3.1.7): from the spacing, otherwise from Pixel Aspect
    /// Ratio; 1 if there is neither, or one that cannot be meant.
    package var pixelAspect: Double {
        let tags = [
            Tag(0x0028, 0x0030),  // Pixel Spacing
            Tag(0x0018, 0x1164),  // Imager Pixel Spacing
            Tag(0x0018, 0x2010),  // Nominal Scanned Pixel Spacing
            Tag(0x0028, 0x0034),  // Pixel Aspect Ratio
        ]
        for tag in tags {
            guard let height = number(tag, at: 0), let width = number(tag, at: 1), height > 0, width > 0 else {
                continue
            }
            let aspect = height / width
            return (0.2...5).contains(aspect) ? aspect : 1
        }
        return 1
    }
}
