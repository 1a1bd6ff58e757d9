// The form on the page of the open call: its answers become a letter and a small file. Nothing is kept anywhere.
'use strict';
