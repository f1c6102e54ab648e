// DICOMObject: files, data sets, pixels and SR documents through DCMTK.
