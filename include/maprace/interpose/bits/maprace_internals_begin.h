// From here to maprace_internals_end.h the templates that libstdc++'s containers are made of have
// other names, too: of a program's units, those that use the plain ones are then the units without
// the flags (runtime/mixed.cpp). They befriend each other across headers, so always both.
#pragma GCC system_header
#pragma push_macro("_Rb_tree")
#pragma push_macro("_Hashtable")
#define _Rb_tree __maprace_Rb_tree
#define _Hashtable __maprace_Hashtable
