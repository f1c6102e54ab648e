// DICOMCore: value types of the standard and the bounded header scan.
