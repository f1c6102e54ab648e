// zlib as the system has it: the raw DEFLATE streams of deflated data sets, and gzip for web clients.
#include <zlib.h>
