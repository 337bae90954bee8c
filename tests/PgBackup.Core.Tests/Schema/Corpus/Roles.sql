-- Nothing more than the roles of the prelude.
DROP SCHEMA "Odd ""Schema";
