// zlib as the system has it: the raw DEFLATE streams of deflated data sets.
#include <zlib.h>
